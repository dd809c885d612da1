// The page of a document: chunks that come and go, the filter by rule, names of edits, ways to notes and back.
"use strict";
(() => {
  const NEAR = "2500px 0px"; // chunks this near to the window are in the document
  const main = document.getElementById("main");
  const tip = document.getElementById("tip");
  const chunks = [...document.querySelectorAll(".chunk")];
  const inside = (chunk) => chunk.classList.contains("waiting") ? chunk.firstElementChild.content : chunk;

  // Chunks
  function show(chunk) {
    if (!chunk.classList.contains("waiting")) return;
    chunk.append(chunk.firstElementChild.content);
    chunk.classList.remove("waiting");
    chunk.style.minHeight = "";
    prepare(chunk);
  }
  function prepare(chunk) { // edits can have the focus, but are no tab stops
    for (const edit of chunk.querySelectorAll(".e:not([tabindex])")) edit.tabIndex = -1;
  }
  function hide(chunk) {
    if (chunk.classList.contains("waiting") || chunk.contains(document.activeElement)) return;
    chunk.style.minHeight = `${chunk.offsetHeight}px`;
    chunk.firstElementChild.content.append(...[...chunk.children].slice(1));
    chunk.classList.add("waiting");
  }
  const long = chunks.some((chunk) => chunk.firstElementChild.content.childElementCount);
  for (const chunk of chunks) {
    if (chunk.firstElementChild.content.childElementCount) chunk.classList.add("waiting"); else prepare(chunk);
  }
  if (long) {
    const watch = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) (isIntersecting ? show : hide)(target);
    }, { rootMargin: NEAR });
    chunks.forEach((chunk) => watch.observe(chunk));
  }

  // Ways inside the page
  function element(id) {
    const there = document.getElementById(id);
    if (there) return there;
    const chunk = chunks.find((each) => inside(each).querySelector(`#${CSS.escape(id)}`));
    if (!chunk) return null;
    show(chunk);
    return document.getElementById(id);
  }
  function go(target) {
    document.querySelector(".here")?.classList.remove("here");
    target.closest("tr")?.classList.add("here");
    target.scrollIntoView({ block: "center" });
    requestAnimationFrame(() => target.scrollIntoView({ block: "center" })); // chunks on the way have their height now
    if (target.matches("[tabindex], a[href]")) target.focus({ preventScroll: true });
  }
  function follow() {
    const target = location.hash.length > 1 && element(decodeURIComponent(location.hash.slice(1)));
    if (target) go(target);
  }
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) follow();
  });

  // The filter
  const boxes = [...document.querySelectorAll(".filter input[value]")];
  const only = document.getElementById("only");
  const sheet = document.head.appendChild(document.createElement("style"));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const number = (box) => Number(box.closest("label").querySelector(".number").textContent.replace(/\D/g, ""));
  function filter() {
    const rules = chosen(), every = rules.length === boxes.length;
    const named = rules.map((name) => `.${name}`).join(",") || ".none-of-them";
    const plain = every ? "" : `.text .e:not(${named}) { all: unset }\n`;
    const lines = only.checked ? `.text tr:not(:has(:is(${named}))) { display: none }` : "";
    sheet.textContent = plain + lines;
    for (const chunk of chunks) {
      const has = chunk.dataset.r.split(" ").some((name) => rules.includes(name));
      chunk.hidden = only.checked && !has;
    }
    const edits = boxes.filter((box) => box.checked).reduce((sum, box) => sum + number(box), 0);
    document.getElementById("said").textContent =
      `${rules.length} of ${boxes.length} rules, ${edits} edit${edits === 1 ? "" : "s"}`;
  }
  const set = (value) => { boxes.forEach((box) => { box.checked = value; }); filter(); };
  if (boxes.length) {
    document.querySelector(".filter").addEventListener("change", filter);
    document.getElementById("all").addEventListener("click", () => set(true));
    document.getElementById("none").addEventListener("click", () => set(false));
    document.getElementById("next").addEventListener("click", () => step(1));
    document.getElementById("back").addEventListener("click", () => step(-1));
  }

  // From edit to edit: one of them is a tab stop, arrows lead to the others.
  let current = null;
  function choose(edit) {
    current?.setAttribute("tabindex", "-1");
    current = edit;
    edit.setAttribute("tabindex", "0");
  }
  const ofChosen = (chunk) => {
    const rules = chosen();
    if (!chunk.dataset.r.split(" ").some((name) => rules.includes(name))) return [];
    return [...inside(chunk).querySelectorAll(".e")].filter((edit) => rules.some((name) => edit.classList.contains(name)));
  };
  function step(by) {
    const at = current ? current.closest(".chunk") : null;
    const start = at ? chunks.indexOf(at) : 0;
    let candidates = ofChosen(chunks[start] ?? null), place = current ? candidates.indexOf(current) : -1;
    if (current && place < 0) place = by > 0 ? candidates.findIndex((e) => current.compareDocumentPosition(e) & 4) - 1
      : candidates.findLastIndex((e) => current.compareDocumentPosition(e) & 2) + 1;
    if (place < -1) place = candidates.length;
    let next = candidates[place + by], n = start;
    while (!next && chunks[(n += by)]) {
      candidates = ofChosen(chunks[n]);
      next = by > 0 ? candidates[0] : candidates.at(-1);
    }
    if (!next) return;
    show(next.closest(".chunk") ?? chunks[n]);
    choose(next);
    next.scrollIntoView({ block: "center" });
    next.focus({ preventScroll: true });
  }

  // Names of edits, and what titles say, for the pointer and the keyboard alike
  let hiding = 0, about = null;
  function rules(edit) {
    return [...edit.classList].filter((name) => RULES[name]).map((name) => RULES[name]);
  }
  function line(tag, text) {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  }
  function tell(target) {
    clearTimeout(hiding);
    if (about === target) return;
    forget();
    about = target;
    if (target.title) { target.dataset.title = target.title; target.removeAttribute("title"); }
    tip.replaceChildren();
    if (target.matches(".e")) {
      for (const [name, repairs] of rules(target)) {
        const told = line("p", ` ${repairs}`);
        told.prepend(line("b", name));
        tip.append(told);
      }
    } else tip.append(line("p", target.dataset.title));
    tip.hidden = false;
    target.setAttribute("aria-describedby", "tip");
    place();
  }
  function place() {
    const box = about.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const above = box.bottom + own.height + 12 > innerHeight;
    tip.style.top = `${Math.max(4, above ? box.top - own.height - 6 : box.bottom + 6)}px`;
    tip.style.left = `${Math.max(4, Math.min(box.left, innerWidth - own.width - 8))}px`;
  }
  function forget() {
    about?.removeAttribute("aria-describedby");
    about = null;
    tip.hidden = true;
  }
  const later = () => { clearTimeout(hiding); hiding = setTimeout(forget, 200); };
  const named = (node) => node instanceof Element ? node.closest(".text :is(.e, [title], [data-title])") : null;
  main.addEventListener("pointerover", (event) => {
    const target = named(event.target);
    if (target) tell(target); else if (event.target.closest("#tip")) clearTimeout(hiding); else later();
  });
  main.addEventListener("focusin", (event) => {
    const target = named(event.target);
    if (target) tell(target); else forget();
    if (target?.matches(".e")) choose(target);
  });
  main.addEventListener("focusout", later);
  addEventListener("scroll", () => { if (about) place(); }, { passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") forget();
    if (!(document.activeElement?.matches(".e")) || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by) { event.preventDefault(); step(by); }
    if (event.key === "Enter") {
      const own = rules(document.activeElement);
      if (own.length) location.href = `../rules/${own.at(-1)[2]}.html`;
    }
  });
  main.addEventListener("pointerdown", (event) => {
    const edit = event.target.closest(".text .e");
    if (edit) choose(edit);
  });

  const first = document.querySelector(".text .e");
  if (first) choose(first);
  if (location.hash) requestAnimationFrame(follow);
})();
