import { bad, type ByPeriod, type ComparedFigure, type Query } from '@sluice/core';
import type { ReactiveController } from 'lit';
import type { renderDelta } from '../elements/kpi/delta.ts';
import { SluiceElement } from '../element.ts';
import { Inquiry } from './inquiry.ts';
import { narrowed } from './narrowed.ts';

/** What is compared, and how to show it. */
export interface Compared {
  readonly figure: ComparedFigure;
  readonly render: typeof renderDelta;
}

interface Asked {
  readonly query: Query;
  readonly by: ByPeriod;
}

/** A figure beside that of another period, kept up to date. What compares and shows it is loaded when an element first asks. */
export class ComparedController implements ReactiveController {
  readonly #inquiry: Inquiry<Asked, Compared>;

  constructor(host: SluiceElement, ask: () => Asked | null) {
    this.#inquiry = new Inquiry<Asked, Compared>(
      {
        session: () => SluiceElement.sessionOf(host),
        tongue: () => SluiceElement.tongueOf(host),
        question: (session) => {
          const asked = ask();
          const query = asked && narrowed(asked.query, session);
          return asked && query ? { ...asked, query } : null;
        },
        changed: () => host.requestUpdate(),
        homeless: () => customElements.get('sluice-app') !== undefined,
      },
      async (source, { query, by }) => {
        const { compareFigure, renderDelta: render } = await import('../elements/kpi/delta.ts');
        const entity = source.model.named(query.entity);
        const moment = SluiceElement.sessionOf(host)?.moment;
        if (!entity || !moment) return bad([]);
        const found = await compareFigure(query, by, entity, moment, (one) => source.measure(one));
        return found.ok ? { ...found, value: { figure: found.value, render } } : found;
      },
    );
    host.addController(this);
  }

  /** The comparison; null until there is one. */
  get answer(): Compared | null {
    return this.#inquiry.answer;
  }

  hostUpdate(): void {
    this.#inquiry.look();
  }
}
