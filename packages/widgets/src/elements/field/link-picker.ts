import type { Entity, Field, Source, Value } from '@sluice/core';
import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Control } from './control.ts';
import { LinkSearch, type Target, titlesOf } from './link-search.ts';

/** What a picker looks at. */
interface Look {
  readonly field: Field | null;
  readonly source: Source | null;
  readonly titles: Readonly<Record<string, string>>;
  readonly value: Value;
}

const CROSS = html`<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M1 1l8 8M9 1l-8 8" /></svg>`;

/** A combobox over the records of another entity (ARIA combobox with a list): one record, or several as chips. */
export class LinkPicker implements ReactiveController {
  #host: LitElement;
  #pick: (value: Value) => void;
  #search: LinkSearch;
  #look: Look = { field: null, source: null, titles: {}, value: null };
  #known: Record<string, string> = {};
  #asked = '';
  #typed: string | null = null;
  #active = -1;
  #open = false;

  constructor(host: LitElement, pick: (value: Value) => void) {
    this.#host = host;
    this.#pick = pick;
    this.#search = new LinkSearch(host);
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#close();
  }

  /** Takes over what the field has now, and asks for the titles that it does not know. */
  look(look: Look): void {
    this.#look = look;
    const { field, source } = look;
    const entity = field?.to === undefined ? undefined : source?.model.find(field.to);
    const unknown = this.#ids().filter((id) => this.titleOf(id) === undefined);
    const asked = unknown.join(' ');
    if (!source || !entity || unknown.length === 0 || asked === this.#asked) return;
    this.#asked = asked;
    void this.#learn(source, entity, unknown);
  }

  async #learn(source: Source, entity: Entity, ids: readonly string[]): Promise<void> {
    const titles = await titlesOf(source, entity, ids);
    this.#known = { ...this.#known, ...titles };
    this.#host.requestUpdate();
  }

  /** Puts the list under its control; fixed to the window, so that no box with its own scrolling cuts it off. */
  place(): void {
    const list = this.#host.renderRoot.querySelector<HTMLElement>('[role="listbox"]');
    const anchor = this.#host.renderRoot.querySelector<HTMLElement>('.control');
    if (!list || !anchor) return;
    if (!this.#open) {
      if (list.matches(':popover-open')) list.hidePopover();
      return;
    }
    if (!list.matches(':popover-open')) list.showPopover();
    const box = anchor.getBoundingClientRect();
    const below = window.innerHeight - box.bottom;
    list.style.setProperty('left', `${box.left}px`);
    list.style.setProperty('width', `${box.width}px`);
    const upwards = below < list.offsetHeight + 8 && box.top > below;
    list.style.setProperty('top', `${upwards ? box.top - list.offsetHeight - 4 : box.bottom + 4}px`);
  }

  render(control: Control): TemplateResult {
    const { field, say, disabled, required, wrong, onleave } = control;
    const ids = this.#ids();
    const chips = field.many ? ids : [];
    const single = field.many ? undefined : ids[0];
    const shown = this.#typed ?? (single === undefined ? '' : (this.titleOf(single) ?? ''));
    const { state, targets } = this.#search;
    const status =
      state === 'searching'
        ? say('searching')
        : state === 'failed'
          ? say('unreachable')
          : targets.length === 0
            ? say('noMatch')
            : '';
    const active = this.#open ? targets[this.#active] : undefined;
    return html`${chips.map((id) => this.#chip(id, control))}
      <input
        id="control"
        type="text"
        role="combobox"
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded=${this.#open ? 'true' : 'false'}
        aria-controls="targets"
        aria-activedescendant=${active ? `target-${this.#active}` : nothing}
        placeholder=${say('search')}
        .value=${live(shown)}
        ?disabled=${disabled}
        aria-required=${required ? 'true' : nothing}
        aria-invalid=${wrong ? 'true' : nothing}
        aria-describedby="hint issue"
        @input=${this.#onInput}
        @click=${() => this.#ask('')}
        @keydown=${this.#onKey}
        @blur=${() => {
          this.#close();
          onleave();
        }}
        @change=${(event: Event) => event.stopPropagation()}
      />
      ${
        single !== undefined && !disabled && !required
          ? html`<button class="erase" type="button" aria-label=${say('remove', { name: shown })} @click=${() => this.#set([])}>${CROSS}</button>`
          : nothing
      }
      <div id="targets" role="listbox" popover="manual" aria-label=${control.label} @mousedown=${(event: Event) => event.preventDefault()}>
        ${targets.map(
          (target, at) =>
            html`<div id=${`target-${at}`} role="option" aria-selected=${at === this.#active ? 'true' : 'false'} @click=${() => this.#choose(target)}>
              ${target.title}
            </div>`,
        )}
        ${status === '' ? nothing : html`<div class="quiet" role="option" aria-disabled="true" aria-selected="false">${status}</div>`}
      </div>
      <span class="spoken" role="status">${this.#open ? status || say('found', { count: targets.length }) : ''}</span>`;
  }

  #chip(id: string, { say, disabled }: Control): TemplateResult {
    const name = this.titleOf(id) ?? '…';
    const drop = () => this.#set(this.#ids().filter((one) => one !== id));
    return html`<span class="chip"
      >${name}${
        disabled
          ? nothing
          : html`<button type="button" aria-label=${say('remove', { name })} @click=${drop}>${CROSS}</button>`
      }</span
    >`;
  }

  #onInput = (event: Event): void => {
    event.stopPropagation();
    this.#typed = (event.target as HTMLInputElement).value;
    if (this.#typed.trim() === '' && !this.#look.field?.many && this.#ids().length > 0) this.#set([]);
    this.#ask(this.#typed);
  };

  #onKey = (event: KeyboardEvent): void => {
    const { targets } = this.#search;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!this.#open) {
        this.#ask('');
        return;
      }
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#active = targets.length === 0 ? -1 : (this.#active + step + targets.length) % targets.length;
      this.#host.requestUpdate();
    } else if (event.key === 'Enter' && this.#open) {
      event.preventDefault();
      const target = targets[Math.max(0, this.#active)];
      if (target) this.#choose(target);
    } else if (event.key === 'Escape' && this.#open) {
      // only the list closes, not the dialog around the form
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === 'Backspace' && this.#typed === null && this.#look.field?.many) {
      this.#set(this.#ids().slice(0, -1));
    }
  };

  #ask(words: string): void {
    const { field, source } = this.#look;
    const entity = field?.to === undefined ? undefined : source?.model.find(field.to);
    if (!source || !entity) return;
    this.#open = true;
    this.#active = -1;
    void this.#search.ask(source, entity, words);
  }

  #choose({ id, title }: Target): void {
    this.#known = { ...this.#known, [id]: title };
    this.#set(this.#look.field?.many ? [...new Set([...this.#ids(), id])] : [id]);
  }

  #set(ids: readonly string[]): void {
    this.#close();
    this.#pick(this.#look.field?.many ? [...ids] : (ids[0] ?? null));
  }

  #close(): void {
    this.#open = false;
    this.#typed = null;
    this.#active = -1;
    this.#search.forget();
  }

  /** The title of a linked record, once known. */
  titleOf(id: string): string | undefined {
    return this.#look.titles[id] ?? this.#known[id];
  }

  #ids(): readonly string[] {
    const { value } = this.#look;
    if (Array.isArray(value)) return value.map(String);
    return typeof value === 'string' && value !== '' ? [value] : [];
  }
}
