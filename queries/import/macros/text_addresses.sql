-- What an e-mail address says, and whether it can be one. Most are plain ASCII in small letters: that is asked first.
-- A macro writes its argument out at every place; a list of one, transformed, writes it once.

create or replace temp macro holds_several_addresses(text) as
    length(text) - length(replace(text, '@', '')) > 1;

-- Without what a link puts around it.
create or replace temp macro unlinked_address(text) as
    case
        when starts_with(lower(text), 'mailto:')
        then regexp_replace(text, '(?is)^mailto:\s*([^?\s]+).*', '\1')
        else text
    end;

-- A domain in small letters, an international one in its own letters (`from_punycode` is Python's).
create or replace temp macro plain_domain(domain) as
    case when contains(domain, 'xn--') then from_punycode(domain) else nfc_normalize(domain) end;

create or replace temp macro with_plain_domain(address) as
    case
        when contains(address, '@') and not holds_several_addresses(address)
        then split_part(address, '@', 1) || '@' || plain_domain(lower(split_part(address, '@', 2)))
        else address
    end;

-- The address as it is kept: what stands before the @ as it was written but for what nobody sees, the domain in one
-- spelling.
create or replace temp macro one_address(text) as
    case
        when strlen(text) = length(text) and lower(text) = text
            and not contains(text, 'xn--') and not starts_with(text, 'mailto:')
        then text
        else list_transform([as_key(unlinked_address(text))], lambda address: with_plain_domain(address))[1]
    end;

-- One @, something before it, and behind it names with dots between that a domain may have.
create or replace temp macro is_address(address) as
    length(address) <= 254
    and regexp_full_match(
        address,
        '[^\s\pZ\p{Cc}\p{Cf}@,;:<>"()\[\]\\]+'
        '@([\pL\pN]([\pL\pM\pN-]*[\pL\pM\pN])?\.)+\pL[\pL\pM\pN-]*[\pL\pM\pN]'
    );

-- What two spellings of one address have in common; null for what is none, so that it is nobody's.
create or replace temp macro address_key(text) as
    list_transform([one_address(text)], lambda address: case when is_address(address) then lower(address) end)[1];

-- An e-mail as a key of somebody becomes a keyed hash; other keys stay.
create or replace temp macro without_email(text, inner_pad, outer_pad) as
    case
        when contains(text, '@') then keyed_hash(
            list_transform([text], lambda address: coalesce(address_key(address), lower(address)))[1],
            inner_pad, outer_pad
        )
        else text
    end;

-- A domain that can be taken for another: a name of Latin letters and of others that are not usually written with
-- them, or one of nothing but Cyrillic or Greek letters that look Latin, below a Latin top-level domain.
create or replace temp macro has_lookalike_domain(address) as
    case when strlen(address) <> length(address) then regexp_matches(
        split_part(address, '@', 2),
        '\p{Latin}[^.]*[^\p{Latin}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}\p{Common}\p{Inherited}]'
        '|[^\p{Latin}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}\p{Common}\p{Inherited}][^.]*\p{Latin}'
        '|\p{Cyrillic}[^.]*\p{Greek}|\p{Greek}[^.]*\p{Cyrillic}'
        '|(^|\.)[аысԁеһіюјӏорԛѕԝхуъьҽпгѵѡ0-9-]*[аысԁеһіюјӏорԛѕԝхуъьҽпгѵѡ][аысԁеһіюјӏорԛѕԝхуъьҽпгѵѡ0-9-]*(\.[^.]+)*\.[a-z0-9-]+$'
        '|(^|\.)[αικνρυωηοτ0-9-]*[αικνρυωηοτ][αικνρυωηοτ0-9-]*(\.[^.]+)*\.[a-z0-9-]+$'
    ) else false end;
