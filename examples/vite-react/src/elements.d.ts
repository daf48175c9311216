import type { SluiceApp, SluiceFunnel, SluiceKpi, SluiceTable } from '@sluice/widgets';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

/** An element of ours in JSX: its own properties beside those of every element. */
type Element<T> = DetailedHTMLProps<HTMLAttributes<T>, T> & Partial<Omit<T, keyof HTMLElement>>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'sluice-app': Element<SluiceApp>;
      'sluice-funnel': Element<SluiceFunnel>;
      'sluice-kpi': Element<SluiceKpi>;
      'sluice-table': Element<SluiceTable>;
    }
  }
}
