import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/App', component: 'sluice-app' };
export default meta;

const rows = JSON.stringify([
  { client: 'Atelier Lumen', amount: 12_500, stage: 'won', sector: 'Énergie' },
  { client: 'Brasserie du Quai', amount: 8000, stage: 'qualified', sector: 'Retail', dueOn: '2025-03-14' },
  { client: 'Clinique Azur', amount: 21_300.5, stage: 'negotiation', sector: 'Santé', dueOn: '2025-02-01' },
]);
const address = `data:application/json,${encodeURIComponent(rows)}`;
const content = html`<sluice-filter-bar></sluice-filter-bar>
  <sluice-kpi-row></sluice-kpi-row>
  <sluice-funnel></sluice-funnel>
  <sluice-deadlines></sluice-deadlines>`;

/** An app shows nothing itself; what stands in it shares its data and its filters. */
export const Filled: Story = {
  render: () => html`<sluice-app source=${address} locale="en" today="2025-02-05">${content}</sluice-app>`,
};
export const French: Story = {
  render: () => html`<sluice-app source=${address} locale="fr" today="2025-02-05">${content}</sluice-app>`,
};
export const RightToLeft: Story = {
  render: () => html`<sluice-app source=${address} locale="he" today="2025-02-05">${content}</sluice-app>`,
};
export const AsOfAPastDay: Story = {
  render: () =>
    html`<sluice-app
      source=${`data:application/json,${encodeURIComponent(
        JSON.stringify([
          { client: 'Atelier Lumen', amount: 12_500, stage: 'won', createdOn: '2024-11-02', closedOn: '2025-01-20' },
          { client: 'Brasserie du Quai', amount: 8000, stage: 'qualified', createdOn: '2025-01-28' },
        ]),
      )}`}
      locale="en"
      today="2025-02-05"
      as-of="2024-12-31"
      >${content}</sluice-app
    >`,
};
export const Empty: Story = {
  render: () => html`<sluice-app source="data:application/json,[]" locale="en">${content}</sluice-app>`,
};
export const Failed: Story = {
  render: () => html`<sluice-app source="data:application/json,nonsense" locale="en">${content}</sluice-app>`,
};
