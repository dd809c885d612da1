/* What was checked before this warehouse was published? */
SELECT table_name, count(*) AS checks, count(*) FILTER (success) AS passed FROM checks GROUP BY table_name ORDER BY ALL
