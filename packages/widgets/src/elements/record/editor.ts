import type { Finding, Issue, Rec, Value, Written } from '@sluice/core';
import { convert, type Deed, deedsOf, perform, wayBack } from './conversion.ts';
import { askedOf, draftOf, entriesOf, followedOf, freshEntries, previewOf } from './draft.ts';
import { LinkedRecords, titleIn } from './linked.ts';
import { decide, type Merge, mergeEdits, patchOf, type Values } from './merge.ts';
import type { Listener, Outcome, Said, Subject } from './subject.ts';

/** So often an edit is set upon a newer version before a person is asked. */
const ATTEMPTS = 3;

/**
 * One record while it is read and edited: the entries, what is wrong with them, two edits set against each other, and the way back.
 * It draws nothing.
 */
export class RecordEditor {
  phase: 'loading' | 'missing' | 'failed' | 'ready' = 'loading';
  /** As stored; null for a new one. */
  record: Rec | null = null;
  entries: Values = {};
  /** What the source found wrong with the entries. */
  issues: readonly Issue[] = [];
  /** Both edits, where two people changed the same fields. */
  clash: { readonly merge: Merge; readonly stored: Rec } | null = null;
  /** Why the record could not be read or written. */
  failure: unknown = null;
  /** Whether a write is under way. */
  busy = false;
  said: Said | null = null;
  /** The record was deleted here. */
  gone = false;

  #base: Values = {};
  #subject: Subject | null = null;
  #revision = -1;
  #turn = 0;
  #back: (() => Promise<Outcome>) | null = null;
  #held: string | null = null;
  readonly #linked: LinkedRecords;
  readonly #listener: Listener;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#linked = new LinkedRecords(() => listener.changed());
  }

  /** Whether the last write can be taken back. */
  get undoable(): boolean {
    return this.#back !== null && !this.busy;
  }
  /** Whether an entry differs from what it began with. */
  get dirty(): boolean {
    return Object.keys(patchOf(this.#base, this.entries)).length > 0;
  }

  /** Takes the subject as it is now; reads the record when it is another one, or when data changed and nobody writes. */
  look(subject: Subject): void {
    const former = this.#subject;
    this.#subject = subject;
    const same = former?.source === subject.source && former.entity === subject.entity && former.id === subject.id;
    if (same && (subject.revision === this.#revision || subject.editing || this.busy || this.gone)) return;
    this.#revision = subject.revision;
    // what was just written here is already at hand
    if (!same && this.#held === subject.id && former?.source === subject.source && former.entity === subject.entity)
      return;
    if (!same) this.#reset();
    if (subject.id === '') this.#begin(subject);
    else void this.#read(subject);
  }

  /** Reads the record again, after a failure. */
  retry(): void {
    if (this.#subject) void this.#read(this.#subject);
  }

  /** Writes an entry, in memory units. */
  enter(name: string, value: Value): void {
    this.entries = { ...this.entries, [name]: value };
    this.issues = this.issues.filter((one) => one.path[0] !== name);
    this.said = null;
    this.#back = null;
    if (this.#subject) this.#linked.learn(this.#subject, { [name]: value });
    this.#listener.changed();
  }

  /** Lets the entries go. */
  cancel(): void {
    this.entries = this.#base;
    this.issues = [];
    this.clash = null;
    this.failure = null;
    if (this.#subject) this.#revision = -1;
    this.#listener.changed();
  }

  /** The record as the entries would make it, with what the rules say of it, and what following fields have without an override. */
  preview(): { readonly values: Values; readonly followed: Values; readonly findings: readonly Finding[] } {
    const subject = this.#subject;
    if (!subject) return { values: {}, followed: {}, findings: [] };
    const { entity, source, moment } = subject;
    const meant = { record: this.record, entries: this.entries };
    const around = { moment, follow: this.#linked.follow };
    return {
      ...previewOf(source.model, entity, meant, around),
      followed: followedOf(source.model, entity, meant, around),
    };
  }

  /** The titles of linked records, by id. */
  get titles(): Readonly<Record<string, string>> {
    const subject = this.#subject;
    return subject ? this.#linked.titles(subject, { ...this.record?.values, ...this.entries }) : {};
  }

  /** Stores the entries. */
  save(): Promise<Outcome> {
    const before = this.record;
    if (!before) return this.#write((subject) => this.#create(subject));
    const asked = askedOf(this.#base, this.entries);
    if (Object.keys(asked).length === 0) return Promise.resolve('same');
    return this.#write((subject) => this.#change(subject, before, asked));
  }

  /** Stores two edits as a person decided about them. */
  resolve(choices: Readonly<Record<string, 'mine' | 'theirs'>>): Promise<Outcome> {
    const { clash } = this;
    if (!clash) return Promise.resolve('same');
    const patch = decide(clash.merge, choices);
    if (Object.keys(patch).length === 0) {
      this.#take(clash.stored);
      this.#listener.changed();
      return Promise.resolve('same');
    }
    return this.#write((subject) => this.#change(subject, clash.stored, patch));
  }

  /** Deletes the record. */
  remove(): Promise<Outcome> {
    const { record } = this;
    if (!record) return Promise.resolve('same');
    return this.#write(async (subject) => {
      const { source, entity } = subject;
      const written = await source.remove(entity.name, record.id, { version: record.version });
      if (!written.ok && written.conflict) {
        this.#take(written.conflict.stored);
        this.said = { what: 'changedMeanwhile', title: this.#title(written.conflict.stored) };
        return 'conflict';
      }
      if (!written.ok) return this.#refuse(written.issues);
      this.gone = true;
      this.said = { what: 'removed', title: this.#title(record) };
      this.#back = () => this.#write((again) => this.#restore(again, record));
      this.#listener.removed(record.id);
      return 'done';
    });
  }

  /** What can be done to the record by name, as it is stored. */
  deeds(locale: string): readonly Deed[] {
    const { record } = this;
    const subject = this.#subject;
    if (!record || !subject || this.busy || this.gone) return [];
    return deedsOf(subject, record, { follow: this.#linked.follow, at: new Date().toISOString(), locale });
  }

  /** Does one of them; a conversion is taken back as a whole. */
  do({ what }: Deed): Promise<Outcome> {
    const { record } = this;
    if (!record) return Promise.resolve('same');
    const at = new Date().toISOString();
    return this.#write(async (subject) => {
      const { source, entity, moment } = subject;
      if ('action' in what) {
        const written = await perform(subject, record, what.action, { follow: this.#linked.follow, at });
        if (!written.ok) return this.#undone(written);
        const before = entriesOf(entity, record);
        this.#stored(written.record, 'saved');
        this.#back = () => this.#write((again) => this.#revert(again, written.record, before));
        return 'done';
      }
      const done = await convert(subject, record, what.conversion, at);
      if (!done.ok) return this.#undone(done);
      this.#stored(done.record, 'converted');
      const made = Object.values(done.made).map(({ entity: name, record: { id } }) => ({ entity: name, id }));
      this.#listener.converted(done.record, made);
      const back = wayBack(source, entity, what.conversion, { moment, at });
      this.#back = back && (() => this.#write(async () => this.#undone(await back(done.record))));
      return 'done';
    });
  }

  /** Takes the last write back. */
  undo(): Promise<Outcome> {
    return this.#back && !this.busy ? this.#back() : Promise.resolve('same');
  }

  async #create(subject: Subject): Promise<Outcome> {
    const { source, entity } = subject;
    const written = await source.create(entity.name, draftOf(this.#base, this.entries));
    if (!written.ok) return this.#refuse(written.issues);
    this.#stored(written.record, 'saved');
    this.#back = () => this.#write((again) => this.#discard(again, written.record));
    return 'done';
  }

  async #change(subject: Subject, stored: Rec, asked: Values): Promise<Outcome> {
    const { source, entity } = subject;
    let upon = stored;
    let patch = asked;
    let merged = stored !== this.record;
    for (let attempt = 1; ; attempt += 1) {
      const written: Written = await source.change(entity.name, upon.id, patch, { version: upon.version });
      if (written.ok) {
        const before = entriesOf(entity, upon);
        this.#stored(written.record, merged ? 'merged' : 'saved');
        this.#back = () => this.#write((again) => this.#revert(again, written.record, before));
        return 'done';
      }
      if (!written.conflict) return this.#refuse(written.issues);
      upon = written.conflict.stored;
      const merge = mergeEdits(this.#base, this.entries, entriesOf(entity, upon));
      if (merge.clashes.length > 0 || attempt === ATTEMPTS) {
        this.clash = { merge, stored: upon };
        return 'conflict';
      }
      patch = merge.mine;
      merged = true;
    }
  }

  /** Gives a changed record its former values back. */
  async #revert({ source, entity }: Subject, record: Rec, before: Values): Promise<Outcome> {
    const patch = patchOf(entriesOf(entity, record), before);
    const written = await source.change(entity.name, record.id, patch, { version: record.version });
    return this.#undone(written);
  }

  /** Deletes what was just created; the entries stay. */
  async #discard({ source, entity }: Subject, record: Rec): Promise<Outcome> {
    const { entries } = this;
    const written = await source.remove(entity.name, record.id, { version: record.version });
    if (!written.ok) return this.#undone(written);
    this.record = null;
    this.#held = '';
    this.#base = {};
    this.entries = entries;
    this.said = { what: 'undone', title: this.#title(record) };
    this.#listener.unmade(record.id);
    return 'done';
  }

  /** Creates again what was just deleted; it gets an identifier of its own. */
  async #restore({ source, entity }: Subject, record: Rec): Promise<Outcome> {
    return this.#undone(await source.create(entity.name, draftOf({}, entriesOf(entity, record))));
  }

  #undone(written: Written): Outcome {
    if (written.ok) {
      this.#stored(written.record, 'undone');
      return 'done';
    }
    if (!written.conflict) return this.#refuse(written.issues);
    this.#take(written.conflict.stored);
    this.said = { what: 'changedMeanwhile', title: this.#title(written.conflict.stored) };
    return 'conflict';
  }

  async #write(act: (subject: Subject) => Promise<Outcome>): Promise<Outcome> {
    const subject = this.#subject;
    if (!subject || this.busy) return 'same';
    this.busy = true;
    this.issues = [];
    this.failure = null;
    this.#back = null;
    this.#turn += 1;
    this.#listener.changed();
    try {
      return await act(subject);
    } catch (failure) {
      this.failure = failure;
      return 'failed';
    } finally {
      this.busy = false;
      this.#listener.changed();
    }
  }

  #refuse(issues: readonly Issue[]): Outcome {
    this.issues = issues;
    return 'refused';
  }

  #stored(record: Rec, what: Said['what']): void {
    this.#take(record);
    this.gone = false;
    this.said = { what, title: this.#title(record) };
    this.#listener.stored(record);
  }

  #take(record: Rec): void {
    const subject = this.#subject;
    if (!subject) return;
    this.record = record;
    this.#held = record.id;
    this.#base = entriesOf(subject.entity, record);
    this.entries = this.#base;
    this.issues = [];
    this.clash = null;
    this.phase = 'ready';
    this.#linked.learn(subject, record.values);
  }

  #reset(): void {
    this.#turn += 1;
    this.phase = 'loading';
    this.record = null;
    this.#base = {};
    this.entries = {};
    this.issues = [];
    this.clash = null;
    this.failure = null;
    this.said = null;
    this.gone = false;
    this.#back = null;
    this.#held = null;
    this.#linked.clear();
  }

  #begin(subject: Subject): void {
    if (this.phase === 'ready') return;
    const { entity, draft, moment } = subject;
    this.#base = freshEntries(entity, {}, { today: moment.today, now: new Date().toISOString() });
    this.entries = { ...this.#base, ...draft };
    this.phase = 'ready';
    this.#held = '';
    this.#linked.learn(subject, this.entries);
  }

  async #read(subject: Subject): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { source, entity, id } = subject;
    try {
      const record = await source.get(entity.name, id);
      if (turn !== this.#turn) return;
      const { said } = this;
      if (record) this.#take(record);
      else this.phase = 'missing';
      this.said = said;
      this.failure = null;
    } catch (failure) {
      if (turn !== this.#turn) return;
      this.failure = failure;
      if (!this.record) this.phase = 'failed';
    }
    this.#listener.changed();
  }

  #title(record: Rec): string {
    const { source, entity } = this.#subject ?? {};
    return source && entity ? titleIn(source.model, entity.name, record) : '';
  }
}
