CREATE TABLE entity_redirects (
    old_id    VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    since     TIMESTAMP NOT NULL,
    why       VARCHAR NOT NULL
);

COMMENT ON TABLE entity_redirects IS 'Ids that were merged away, and the entity that took their place';
COMMENT ON COLUMN entity_redirects.old_id IS 'The id that is no longer in entities';
COMMENT ON COLUMN entity_redirects.entity_id IS 'The entity that it means now';
COMMENT ON COLUMN entity_redirects.since IS 'When they were merged, UTC';
COMMENT ON COLUMN entity_redirects.why IS 'Why they were merged, in words';
