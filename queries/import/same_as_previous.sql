-- Whether this import is the one before once more: the same files read with the same outcome into the same tables.
-- $as_of: the moment it was asked to look at; null when it looks at its own, as the one before then has to
-- $digest: the digest of the canonical tables
-- $settings: the settings of the import, as JSON
-- $has_personal_data: whether e-mails and names are stored

select
    (select list((file, sha256, loaded, quarantined, skipped) order by file) from import_files)
    = (select list((file, sha256, loaded, quarantined, skipped) order by file) from previous.import_files)
    and digest = $digest
    and settings = $settings
    and as_of = coalesce($as_of::timestamp, imported_at)
    and has_personal_data = $has_personal_data as is_same
from previous.generation;
