-- What a link shows and where it leads: `[Ann Lee](https://…)`, `Ann Lee (https://…)`, `Ann Lee (ann@x.example)`,
-- `Ann Lee <ann@x.example>`, `<a href="https://…">Ann Lee</a>`, `=HYPERLINK("https://…","Ann Lee")`,
-- `{"id": "17", "name": "Ann Lee"}` and a list of such. Of several links the first; other texts are what they are.

create or replace temp macro link_text(text) as
    coalesce(
        nullif(regexp_extract(text, '(?s)^\[(.+?)\]\([^()\s]+\)', 1), ''),
        nullif(regexp_extract(text, '(?s)^\[?\s*\{[^{}]*"name"\s*:\s*"([^"]+)"', 1), ''),
        nullif(regexp_extract(text, '(?si)^<a\s[^>]*?href="[^"]+"[^>]*>(.+?)</a>', 1), ''),
        nullif(regexp_extract(text, '(?si)^=HYPERLINK\("[^"]+"\s*[,;]\s*"([^"]+)"', 1), ''),
        nullif(regexp_extract(text, '(?s)^(.+?)\s*[(<](?:https?://[^\s()<>]+|[^\s()<>@/]+@[^\s()<>]+)[)>]', 1), ''),
        text
    );

create or replace temp macro link_address(text) as
    coalesce(
        nullif(regexp_extract(text, '(?s)^\[.+?\]\(([^()\s]+)\)', 1), ''),
        nullif(regexp_extract(text, '(?s)^\[?\s*\{[^{}]*"id"\s*:\s*"?([^",{}\s]+)', 1), ''),
        nullif(regexp_extract(text, '(?si)^<a\s[^>]*?href="([^"]+)"[^>]*>.+?</a>', 1), ''),
        nullif(regexp_extract(text, '(?si)^=HYPERLINK\("([^"]+)"\s*[,;]\s*"[^"]+"', 1), ''),
        nullif(regexp_extract(text, '(?s)^.+?\s*[(<](https?://[^\s()<>]+|[^\s()<>@/]+@[^\s()<>]+)[)>]', 1), ''),
        text
    );
