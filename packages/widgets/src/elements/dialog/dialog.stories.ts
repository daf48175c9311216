import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { fixtureSession, type MountOptions, mountIn } from '../../fixtures.ts';
import './define.ts';

type Story = StoryObj;
const meta: Meta = { title: 'Elements/Dialog', component: 'sluice-dialog', parameters: { layout: 'fullscreen' } };
export default meta;

const story = (template: TemplateResult, locale = 'en', mount: MountOptions = {}): Story => ({
  render: () => {
    const { root } = mountIn(fixtureSession({ locale }), template, { parent: null, ...mount });
    root.style.minHeight = '420px';
    return root;
  },
});

const filled = html`<sluice-dialog heading="EcoGreen" open>
  <p>€12,000 in negotiation, due 1 March 2025.</p>
  <button slot="footer" type="button">Keep</button>
  <button slot="footer" type="button">Save</button>
</sluice-dialog>`;

export const Filled = story(filled);
export const Empty = story(html`<sluice-dialog heading="EcoGreen" open></sluice-dialog>`);
export const Long: Story = {
  ...story(
    html`<sluice-dialog heading="Kerguelen Systèmes de navigation et d’instruments marins" open>
      ${Array.from({ length: 60 }, (_, at) => html`<p>Line ${at + 1}</p>`)}
    </sluice-dialog>`,
  ),
  // it has been measured, so that it can be scrolled by keyboard
  play: async ({ canvasElement }) => {
    const body = () => canvasElement.querySelector('sluice-dialog')?.shadowRoot?.querySelector('.body[tabindex]');
    while (!body()) await new Promise((resolve) => setTimeout(resolve, 20));
  },
};
export const RightToLeft = story(
  html`<sluice-dialog heading="אקוגרין" open><p>12,000 € במשא ומתן</p></sluice-dialog>`,
  'he',
  { dir: 'rtl' },
);
export const Dark = story(filled, 'en', { theme: 'dark' });
