-- What is known of things outside of it: the file of its warehouse, and what exports were written of which run.
CREATE TABLE notes (
    name TEXT PRIMARY KEY,
    said TEXT NOT NULL
);
