-- What a stage says of how a deal ended: by the CRM's flags where they are there, else by the stage's name.

create or replace temp macro words_of(text) as
    regexp_extract_all(lower(text), '[\pL\pN]+');

-- In the languages CRMs come in.
create or replace temp macro won_words() as
    ['won', 'closedwon', 'gewonnen', 'gagné', 'gagnée', 'ganado', 'ganada', 'vinto', 'vinta', 'ganho', 'ganha', 'vunnet', 'vunnen'];

create or replace temp macro lost_words() as
    ['lost', 'closedlost', 'verloren', 'perdu', 'perdue', 'perdido', 'perdida', 'perso', 'persa', 'tabt', 'tapt', 'förlorad'];

create or replace temp macro closed_words() as
    ['closed', 'close', 'geschlossen', 'abgeschlossen', 'fermé', 'fermée', 'clos', 'cerrado', 'cerrada', 'chiuso', 'chiusa',
        'fechado', 'fechada', 'gesloten'];

-- Words beside those above that leave a stage's name what it is: "Deal won", "6. Closed Won".
create or replace temp macro idle_words() as
    ['deal', 'deals', 'opportunity', 'opp', 'stage', 'status', 'and', 'und', 'et', 'y'];

-- won or lost where the name says one and nothing else, or begins with closed: "Closed - Won", "7 Lost", "Closed lost: price".
create or replace temp macro outcome_in_words(words) as
    case
        when words is null or list_has_any(words, won_words()) and list_has_any(words, lost_words()) then null
        when list_has_any(words, ['not', 'nicht', 'non', 'never', 'almost', 'verbal', 'verbally']) then null
        when not list_has_any(words, won_words()) and not list_has_any(words, lost_words()) then null
        when not list_contains(closed_words(), list_filter(words, lambda word: not regexp_full_match(word, '\d+'))[1])
            and len(list_filter(
                words,
                lambda word: not list_contains(won_words() || lost_words() || closed_words() || idle_words(), word)
                    and not regexp_full_match(word, '\d+')
            )) > 0
        then null
        when list_has_any(words, won_words()) then 'won'
        else 'lost'
    end;

create or replace temp macro outcome_in_name(event) as
    list_transform([words_of(event)], lambda words: outcome_in_words(words))[1];

-- What it says of a stage that is known to be closed: one word for either is enough.
create or replace temp macro outcome_in_closed_name(event) as
    list_transform(
        [words_of(event)],
        lambda words: case
            when list_has_any(words, won_words()) and not list_has_any(words, lost_words() || ['not', 'nicht', 'non', 'never'])
            then 'won'
            when list_has_any(words, lost_words()) and not list_has_any(words, won_words()) then 'lost'
        end
    )[1];

-- A name that needs nothing beside it but, in brackets, its pipeline's.
create or replace temp macro is_standard_outcome(event) as
    list_contains(
        ['won', 'lost', 'closed won', 'closed lost', 'closedwon', 'closedlost'],
        regexp_replace(lower(event), ' *\(.*\)$', '')
    );

-- won, lost or open; unclear: closed, and nothing says which way. The flags decide what they say.
create or replace temp macro outcome_of(event, is_closed, is_won) as
    case
        when is_won then 'won'
        when is_closed and not is_won then 'lost'
        when is_closed then coalesce(outcome_in_closed_name(event), 'unclear')
        when not is_closed then 'open'
        when not is_won and outcome_in_name(event) = 'won' then 'open'
        else coalesce(outcome_in_name(event), 'open')
    end;

-- A name that only a closed stage has, whichever way it went.
create or replace temp macro has_closing_name(event) as
    list_has_any(
        words_of(event),
        won_words() || lost_words() || closed_words()
        || ['signed', 'dead', 'cancelled', 'canceled', 'abandoned', 'declined', 'disqualified', 'rejected', 'storniert', 'abgesagt', 'annulé',
            'annulée', 'cancelado', 'cancelada', 'annullato', 'unterschrieben', 'signé', 'firmado', 'firmato']
    );
