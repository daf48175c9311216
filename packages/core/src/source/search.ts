import type { Entity } from '../model/index.ts';
import { NEAR, nearness, type Rank, RANKS, rankOf, searchWords } from '../query/search.ts';
import type { Rec } from '../records/index.ts';
import { fold } from '../text.ts';
import type { SearchAnswer, SearchGroup, SearchHit, SearchRequest, Source } from './source.ts';

/** How many hits of each entity are shown when nobody says otherwise, and at most. */
export const SEARCH_LIMIT = { usual: 5, most: 50 };
/** The longest text that is searched, in letters, and the most words. */
export const SEARCH_LONGEST = 200;
/** With fewer hits than this in all, titles that come near are looked for. */
const FEW = 3;
/** The most titles that are compared. */
const TITLES = 20_000;
/** Letters of a text around what was found. */
const AROUND = 60;

const TEXTS: ReadonlySet<string> = new Set(['text', 'note', 'email', 'phone', 'url']);

/** The first text, beside the title, that a word of the search stands in; cut around it. */
const foundIn = (entity: Entity, record: Rec, words: readonly string[]): SearchHit['found'] => {
  for (const { name, kind } of entity.fields) {
    const value = record.values[name];
    if (name === entity.title.name || typeof value !== 'string' || !TEXTS.has(kind)) continue;
    const folded = fold(value);
    const at = Math.min(...words.map((word) => folded.indexOf(word)).filter((one) => one >= 0));
    if (!Number.isFinite(at)) continue;
    const begin = Math.max(0, at - AROUND / 2);
    const text = value
      .slice(begin, begin + AROUND * 2)
      .replace(/\s+/g, ' ')
      .trim();
    return { field: name, text: `${begin > 0 ? '… ' : ''}${text}${begin + AROUND * 2 < value.length ? ' …' : ''}` };
  }
  return null;
};

const titleOf = (entity: Entity, record: Rec): string => {
  const title = record.values[entity.title.name];
  return typeof title === 'string' ? title : '';
};

const order = (a: SearchHit, b: SearchHit): number =>
  RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) ||
  a.title.length - b.title.length ||
  (a.title < b.title ? -1 : a.title > b.title ? 1 : 0) ||
  (a.id < b.id ? -1 : 1);

/** The records of an entity that have all the words: those with them in the title come before the others. */
const hitsOf = async (source: Source, entity: Entity, text: string, limit: number): Promise<SearchGroup> => {
  const words = searchWords(text);
  const search = words.join(' ');
  const { title } = entity;
  const filters = words.map((word) => ({ field: title.name, op: 'contains' as const, values: [word] }));
  const records = new Map<string, Rec>();
  let total = 0;
  const all = await source.list({ entity: entity.name, search, limit });
  if (all.ok) {
    total = all.value.total;
    for (const record of all.value.items) records.set(record.id, record);
  }
  // more than are shown: the page may lack those whose title has the words
  if (all.ok && total > all.value.items.length && title.unit === 'text') {
    const named = await source.list({ entity: entity.name, filters, sort: [title.name], limit: SEARCH_LIMIT.most });
    if (named.ok) for (const record of named.value.items) records.set(record.id, record);
  }
  const hits = [...records.values()].map((record): SearchHit => {
    const said = titleOf(entity, record);
    const rank: Rank = rankOf(text, said);
    return { id: record.id, title: said, rank, found: rank === 'record' ? foundIn(entity, record, words) : null };
  });
  return { entity: entity.name, total, hits: hits.sort(order).slice(0, limit) };
};

/** The records whose title nearly has the words: what somebody mistyped. */
const nearHits = async (source: Source, entity: Entity, text: string, limit: number): Promise<SearchGroup> => {
  const near = nearness(text);
  const titles = (await source.titles?.(entity.name, TITLES)) ?? [];
  const found = titles
    .map(([id, title]) => ({ id, title, at: near(title) }))
    .filter(({ at }) => at >= NEAR)
    .sort((a, b) => b.at - a.at || (a.title < b.title ? -1 : 1))
    .slice(0, limit);
  return {
    entity: entity.name,
    total: found.length,
    hits: found.map(({ id, title }): SearchHit => ({ id, title, rank: 'near', found: null })),
  };
};

/**
 * Searches the records of all entities, or of some: all words, in any text, tag or title of what is linked, whatever the case and the
 * accents; the best of each entity, entities with the best hit first. Where next to nothing has the words, titles that come near follow.
 * Only what the source gives is found, in the fields that it gives.
 */
export const searchAll = async (source: Source, request: SearchRequest): Promise<SearchAnswer> => {
  if (source.search) return source.search(request);
  const { entities, limit = SEARCH_LIMIT.usual } = request;
  const text = request.text.slice(0, SEARCH_LONGEST).trim();
  if (searchWords(text).length === 0) return { text, groups: [] };
  const most = Math.min(Math.max(1, limit), SEARCH_LIMIT.most);
  const wanted = source.model.entities.filter(({ name }) => entities === undefined || entities.includes(name));
  const groups: SearchGroup[] = [];
  for (const entity of wanted) groups.push(await hitsOf(source, entity, text, most));
  const few = groups.reduce((sum, { total }) => sum + total, 0) < FEW;
  if (few)
    for (const entity of wanted) {
      const near = await nearHits(source, entity, text, most);
      const at = groups.findIndex((group) => group.entity === entity.name);
      const there = groups[at];
      if (!there) continue;
      const more = near.hits.filter(({ id }) => there.hits.every((hit) => hit.id !== id));
      groups[at] = { ...there, hits: [...there.hits, ...more].slice(0, most) };
    }
  const shown = groups.filter(({ hits }) => hits.length > 0);
  const best = ({ hits: [first] }: SearchGroup): number => (first ? RANKS.indexOf(first.rank) : RANKS.length);
  return { text, groups: shown.sort((a, b) => best(a) - best(b)) };
};
