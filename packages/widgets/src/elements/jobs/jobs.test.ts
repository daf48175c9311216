import axe from 'axe-core';
import { expect } from 'chai';
import { html } from 'lit';
import { fixtureSession, type Mounted, mountIn } from '../../fixtures.ts';
import { testAsking } from '../../sources/account-testing.ts';
import { jobsServer } from '../../sources/jobs-testing.ts';
import './define.ts';
import type { SluiceJobs } from './jobs.ts';

let mounted: Mounted | null = null;
const put = async (server = jobsServer(), locale = 'en') => {
  mounted = mountIn(fixtureSession({ locale }), html`<sluice-jobs .asking=${server.ask}></sluice-jobs>`);
  await mounted.settled();
  const jobs = mounted.find('sluice-jobs') as SluiceJobs;
  const all = (selector: string) => [...(jobs.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const texts = (selector: string) => all(selector).map((one) => one.textContent?.trim());
  return { jobs, all, texts, asked: server.asked };
};

describe('sluice-jobs', () => {
  afterEach(() => {
    mounted?.remove();
    mounted = null;
  });

  it('lists what was given up, each with its reason and how often it was tried', async () => {
    const { texts } = await put();
    expect(texts('.name')).to.deep.equal(['A webhook', 'A mail', 'The reminders of a day']);
    expect(texts('.reason')).to.deep.equal([
      'The receiver did not take it.',
      'The mail server did not take it.',
      // a reason nobody has words for is said as the server said it
      'Something nobody has words for.',
    ]);
    expect(texts('li .muted')[0]).to.contain('tried 17 times');
  });

  it('lets one be tried once more, and only that one', async () => {
    const { all, texts, asked, jobs } = await put();
    all('li .actions button')[2]?.click();
    await mounted?.settled();
    expect(asked.slice(1)).to.deep.equal(['post jobs/018f2f6e-0000-7000-8000-000000000001/retry']);
    expect(texts('.name')).to.deep.equal(['A webhook', 'The reminders of a day']);
    expect(texts('[role=status]')).to.deep.equal(['It is tried again.']);
    // the focus is not lost with the row
    expect(jobs.shadowRoot?.activeElement?.tagName).to.equal('BUTTON');
  });

  it('lets one be forgotten', async () => {
    const { all, texts, asked } = await put();
    all('li .actions button')[1]?.click();
    await mounted?.settled();
    expect(asked.slice(1)).to.deep.equal(['delete jobs/018f2f6e-0000-7000-8000-000000000000']);
    expect(texts('.name')).to.deep.equal(['A mail', 'The reminders of a day']);
  });

  it('takes one that is dead no longer out of the list, whoever saw to it', async () => {
    const server = jobsServer();
    const gone = testAsking({});
    const { all, texts, jobs } = await put(server);
    jobs.asking = gone.ask;
    all('li .actions button')[0]?.click();
    await mounted?.settled();
    expect(texts('.name')).to.deep.equal(['A mail', 'The reminders of a day']);
  });

  it('says that a role may not see it', async () => {
    const refusal = { code: 'not_allowed', detail: 'The role sales may not do that.', remedy: 'Ask an admin.' };
    const { texts } = await put(testAsking({ 'get jobs?state=dead': () => [403, refusal] }));
    expect(texts('[part=error]')[0]).to.contain('You may not do this.');
  });

  it('says so when nothing was given up', async () => {
    const { texts } = await put(jobsServer([]));
    expect(texts('.muted')).to.deep.equal(['Nothing was given up.']);
  });

  for (const locale of ['en', 'fr', 'ru', 'he'])
    it(`has a name for every button (${locale})`, async () => {
      const { jobs, all } = await put(jobsServer(), locale);
      expect(new Set(all('button').map((one) => one.getAttribute('aria-label'))).size).to.equal(6);
      const { violations } = await axe.run(jobs);
      expect(violations.map(({ id }) => id)).to.deep.equal([]);
    });
});
