// The search: words as they stand, names of entities, Cyrillic readings. Scripts of the index are loaded when needed,
// since pages from disk may load nothing else.
"use strict";
(() => {
  const SHOWN = 40, EXPANDED = 40, BEGINNING = 2, AROUND = 160;
  const found = document.getElementById("found"), results = document.getElementById("results");
  const named = document.getElementById("named"), field = document.getElementById("q");
  const loaded = new Map(), wordFiles = new Map(), paragraphFiles = new Map();
  let index = null, asked = 0;

  // What the scripts of the index call
  window.searchIndex = (told) => {
    const lengths = told.lengths.split(" ").map((each) => parseInt(each, 36));
    index = { ...told, lengths, mean: lengths.reduce((a, b) => a + b, 0) / Math.max(lengths.length, 1) };
  };
  window.searchWords = (beginning, words) => wordFiles.set(beginning, words);
  window.searchParagraphs = (page, paragraphs) => paragraphFiles.set(page, paragraphs);

  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((done) => {
        const script = document.createElement("script");
        script.src = `search/${name}.js`;
        script.onload = script.onerror = done; // a file that is not there has no words
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  }

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  async function places(word, last) {
    const beginning = [...word].slice(0, BEGINNING).join("");
    if (!await known(beginning)) return [];
    const file = wordFiles.get(beginning);
    const meant = Object.hasOwn(file, word) ? [word] : [];
    if (last && [...word].length > BEGINNING) {
      meant.push(...Object.keys(file).filter((each) => each !== word && each.startsWith(word)).slice(0, EXPANDED));
    }
    return meant.map((each) => ({ word: each, exact: each === word, told: file[each] }));
  }
  // Asks only for files that are there: a page from disk reports each that is not as an error.
  async function known(beginning) {
    if (!index.beginnings.includes(beginning)) return false;
    await load(`w-${[...beginning].map((c) => c.codePointAt(0).toString(16)).join("-")}`);
    return wordFiles.has(beginning);
  }

  function* unpacked(told) {
    let at = 0;
    for (const each of told.split(" ")) {
      const [step, times] = each.split(":");
      at += parseInt(step, 36);
      yield [at, times ? parseInt(times, 36) : 1];
    }
  }

  // BM25 with its usual constants; a word that only begins so counts half.
  function scores(terms) {
    const total = index.lengths.length, all = new Map();
    terms.forEach((meant, n) => {
      for (const { told, exact } of meant) {
        const rows = [...unpacked(told)];
        const rarity = Math.log(1 + (total - rows.length + 0.5) / (rows.length + 0.5));
        for (const [place, times] of rows) {
          const norm = 1.2 * (0.25 + 0.75 * index.lengths[place] / index.mean);
          const one = all.get(place) ?? { place, score: 0, met: new Set() };
          one.score += (exact ? 1 : 0.5) * rarity * times * 2.2 / (times + norm);
          one.met.add(n);
          all.set(place, one);
        }
      }
    });
    const ranked = [...all.values()];
    const whole = ranked.filter((each) => each.met.size === terms.length);
    return (whole.length ? whole : ranked).sort((a, b) => b.score - a.score || a.place - b.place);
  }

  function document_(place) {
    let low = 0, high = index.documents.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (index.documents[middle][2] <= place) low = middle; else high = middle;
    }
    const [page, title, first] = index.documents[low];
    return { page, title, nth: place - first };
  }

  // Where the words stand, in UTF-16 units; offsets of the index are code points.
  function hits(text, readings, terms) {
    const exact = new Set(terms), last = terms.at(-1);
    const fits = (word) => exact.has(word) || ([...last].length > BEGINNING && word.startsWith(last));
    const spots = [];
    for (const each of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      if (words(each[0]).some(fits)) spots.push([each.index, each.index + each[0].length]);
    }
    if (readings.length) {
      const units = [0];
      for (const c of text) units.push(units.at(-1) + c.length);
      for (const [start, end, reading] of readings) {
        if (words(reading).some(fits)) spots.push([units[start] ?? 0, units[Math.min(end, units.length - 1)]]);
      }
    }
    return spots.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  }

  function snippet(text, spots) {
    const shown = document.createElement("p");
    const first = spots[0]?.[0] ?? 0;
    let from = Math.max(0, first - AROUND), to = Math.min(text.length, first + 2 * AROUND);
    if (from) from = text.indexOf(" ", from) + 1;
    if (to < text.length) to = text.lastIndexOf(" ", to);
    if (from) shown.append("… ");
    let at = from;
    for (const [start, end] of spots) {
      if (start < at || end > to) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      shown.append(text.slice(at, start), mark);
      at = end;
    }
    shown.append(text.slice(at, Math.max(at, to)));
    if (to < text.length) shown.append(" …");
    return shown;
  }

  function link(href, text) {
    const made = document.createElement("a");
    made.href = href;
    made.textContent = text;
    return made;
  }

  function entities(terms) {
    const fits = (entity) => {
      const own = words([entity[1], ...entity[4]].join(" "));
      return terms.every((term, n) => own.some((word) => word === term || (n === terms.length - 1 && [...term].length > BEGINNING && word.startsWith(term))));
    };
    return index.entities.filter(fits).slice(0, 8);
  }

  async function search() {
    const mine = ++asked, terms = words(field.value);
    await load("index");
    if (mine !== asked || !index) return;
    index.beginnings = Array.isArray(index.beginnings) ? index.beginnings : index.beginnings.split(" ");
    if (!terms.length) { found.textContent = ""; results.replaceChildren(); named.hidden = true; return; }
    const meant = await Promise.all(terms.map((word, n) => places(word, n === terms.length - 1)));
    const ranked = scores(meant), best = ranked.slice(0, SHOWN).map((each) => document_(each.place));
    await Promise.all([...new Set(best.map((each) => each.page))].map((page) => load(`p-${page}`)));
    if (mine !== asked) return;
    const items = best.filter((each) => paragraphFiles.has(each.page)).map(({ page, title, nth }) => {
      const [number, part, text, readings] = paragraphFiles.get(page)[nth];
      const item = document.createElement("li");
      item.append(link(`documents/${page}.html#p${number}`, title), part ? " (note)" : "");
      item.append(snippet(text, hits(text, readings, terms)));
      return item;
    });
    results.replaceChildren(...items);
    const persons = entities(terms);
    named.hidden = !persons.length;
    named.replaceChildren(...persons.map(([page, name, kind, mentions]) => link(`entities/${page}.html`, `${name} (${kind}, ${mentions})`)));
    const more = ranked.length > SHOWN ? `, the best ${SHOWN} shown` : "";
    found.textContent = ranked.length ? `${ranked.length} paragraph${ranked.length === 1 ? "" : "s"}${more}` : "Nothing is found.";
  }

  let waiting = 0;
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 150); });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    try { history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`); } catch { /* the address stays */ }
    search();
  });
  search();
  field.focus();
})();
