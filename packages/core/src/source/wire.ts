import type { Blueprint, Overlay } from '../blueprint/index.ts';
import type { Issue } from '../issue.ts';
import type { Json } from '../kinds/index.ts';
import type { Rights } from '../model/index.ts';
import type { Query } from '../query/query.ts';
import type { WireRecord } from '../records/index.ts';

// What a Sluice server and whoever asks it say to each other as JSON, below `{base}` (`/api/v1`):
//   GET    {base}/model                  → WireModel
//   GET    {base}/{path}?…               → WirePage; the filters in their URL form (`filtersToAddress`, `addressOf`)
//   GET    {base}/{path}/{id}            → WireRecord, ETag "<version>"
//   POST   {base}/{path}                 WireDraft → 201 WireRecord, Location, ETag
//   PATCH  {base}/{path}/{id}            WireDraft, If-Match "<version>" → WireRecord, ETag
//   PUT    {base}/{path}/{id}            the same, and what is not named becomes blank
//   DELETE {base}/{path}/{id}            If-Match "<version>" → 204
//   POST   {base}/{path}/bulk            WireBulk → WireBulkAnswer, all or nothing
//   GET    {base}/{path}/{id}/journal    → { items: WireChange[] }, the latest first
//   POST   {base}/query                  Query → Answer in wire units (`encodeAnswer`)
//   POST   {base}/explain                WireExplain → Explanation in wire units (`encodeExplanation`); with `Accept: text/csv` as a file
//   POST   {base}/figures                ReckonQuery → ReckonAnswer in wire units (`encodeReckoned`)
// Everything refused is a WireProblem (`application/problem+json`).

/** `GET {base}/model`: what a client resolves the model from, and what it may do. */
export interface WireModel {
  readonly blueprint: Blueprint;
  readonly overlays: readonly Overlay[];
  readonly tenant: { readonly name: string; readonly label: string };
  /** The tenant's local day. */
  readonly today: string;
  readonly zone: string;
  readonly currency: string;
  readonly role: string;
  /** Who asks, by e-mail address where they have one. */
  readonly actor?: string;
  /** What whoever asks may do; what they may not read is neither in the blueprint nor in the overlays. */
  readonly rights?: Rights;
  readonly writable: boolean;
}

/** A page of records. `titles`: of the records the items link to, by id. */
export interface WirePage {
  readonly items: readonly WireRecord[];
  readonly total: number;
  readonly next: string | null;
  readonly titles: Readonly<Record<string, string>>;
}

/** Fields by name, in wire values; `null` makes blank. `id` may be given when a record is made (a UUID). */
export type WireDraft = Readonly<Record<string, Json>>;

/** Several writes, all or none; at most 1 000. */
export interface WireBulk {
  readonly operations: readonly (
    | { readonly op: 'create'; readonly values: WireDraft }
    | { readonly op: 'change'; readonly id: string; readonly version: number; readonly values: WireDraft }
    | { readonly op: 'remove'; readonly id: string; readonly version: number }
  )[];
}

/** What became of each write, in order. */
export interface WireBulkAnswer {
  readonly items: readonly { readonly op: 'create' | 'change' | 'remove'; readonly record: WireRecord }[];
}

/** One entry of a record's journal; values on the wire, changed fields only. */
export interface WireChange {
  readonly at: string;
  readonly actor: string;
  readonly cause: string;
  readonly version: number;
  readonly before: WireDraft | null;
  readonly after: WireDraft | null;
}

export interface WireExplain {
  readonly query: Query;
  readonly measure: string;
}

/** Problem details (RFC 9457). `code` is stable; `issues` name what is wrong, field by field. */
export interface WireProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly instance: string;
  readonly requestId: string;
  /** What to do about it. */
  readonly remedy?: string;
  readonly issues?: readonly Issue[];
  /** 412: somebody else was faster. */
  readonly conflict?: { readonly stored: WireRecord; readonly asked: WireDraft };
}
