-- Whether this import is the one before once more: the same files read with the same outcome into the same tables.
-- $digest: the digest of the canonical tables
-- $settings: the settings of the import, as JSON
-- $has_personal_data: whether e-mails and names are stored

select
    (select list((file, sha256, loaded, quarantined, skipped) order by file) from import_files)
    = (select list((file, sha256, loaded, quarantined, skipped) order by file) from previous.import_files)
    and digest = $digest
    and settings = $settings
    and has_personal_data = $has_personal_data as is_same
from previous.generation;
