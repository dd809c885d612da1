-- Entities are minted once, for a member: an entry of the authority, or a name as it is read. The id stays with its seed.
CREATE TABLE entity_seeds (
    number    INTEGER PRIMARY KEY,
    entity_id TEXT NOT NULL UNIQUE,
    seed      TEXT NOT NULL
);

-- Whose each member was in the last published run that had it.
CREATE TABLE entity_members (
    member    TEXT PRIMARY KEY,
    entity_id TEXT NOT NULL
);

-- What people said of two persons' names, the earlier in the alphabet first; verdict: same, different or unsure.
CREATE TABLE judgements (
    one     TEXT NOT NULL,
    other   TEXT NOT NULL,
    verdict TEXT NOT NULL,
    who     TEXT NOT NULL,
    at      TEXT NOT NULL,
    why     TEXT NOT NULL,
    PRIMARY KEY (one, other)
);

INSERT INTO entity_seeds (entity_id, seed)
SELECT entity_id, 'authority' || char(31) || authority_id FROM entities ORDER BY authority_id;

INSERT INTO entity_members
SELECT 'authority' || char(31) || authority_id, entity_id FROM entities;

DROP TABLE entities;
