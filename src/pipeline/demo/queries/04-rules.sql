/* What did the cleaner change most? */
SELECT rule, sum(edits) AS edits, count(*) AS documents FROM changes GROUP BY rule ORDER BY edits DESC
