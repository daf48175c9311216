import { labelIn, type Model, type Rights, type TenantAction } from '@sluice/core';
import { type Language, type Word, word } from './words.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const document = (language: Language, title: string, head: string, body: string): string => `<!doctype html>
<html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/page.css">
${head}</head>
<body>
${body}
</body>
</html>
`;

const script = (path: string): string => `<script type="module" src="${path}"></script>\n`;

/** A page of somebody who is signed in: where it is, what it is called, and the elements it shows. */
interface Place {
  readonly path: string;
  readonly word: Word;
  /** Attributes of the app around them. */
  readonly app?: string;
  readonly elements: string;
}

const DASHBOARD = '<sluice-dashboard></sluice-dashboard>';
const PLACES: readonly Place[] = [
  { path: '/', word: 'dashboard', elements: DASHBOARD },
  {
    path: '/forecast',
    word: 'forecast',
    elements: '<sluice-dashboard preset="forecast" filters-in-url></sluice-dashboard>',
  },
  { path: '/board', word: 'board', elements: '<sluice-dashboard preset="board"></sluice-dashboard>' },
  {
    path: '/tasks',
    word: 'tasks',
    app: ' entity="task"',
    elements: '<sluice-dashboard preset="tasks"></sluice-dashboard>',
  },
];
/** What stands on the page of settings, each with what it takes to see it; nothing: everybody does. */
const SETTING_ELEMENTS: readonly (readonly [tag: string, needs: TenantAction | null])[] = [
  ['sluice-sessions', null],
  ['sluice-people', 'people'],
  ['sluice-roles', 'roles'],
  ['sluice-settings', 'settings'],
  ['sluice-jobs', 'jobs'],
  ['sluice-audit', 'audit'],
];
const SETTINGS: Place = { path: '/settings', word: 'settings', elements: '' };

const settingsFor = (rights: Rights): string => {
  const seen = SETTING_ELEMENTS.filter(([, needs]) => needs === null || rights.tenant.includes(needs));
  return `<div class="stack">${seen.map(([tag]) => `<${tag}></${tag}>`).join('')}</div>`;
};

/** The entities that have a page of their own, by the word in its address. */
const entitiesOf = (model: Model) => model.entities.map((entity) => ({ entity, path: `/records/${entity.path}` }));

const link = (path: string, label: string, here: boolean): string =>
  `<a href="${path}"${here ? ' aria-current="page"' : ''}>${escape(label)}</a>`;

const shell = (language: Language, model: Model, place: Place): string => {
  const { path: here, app = '', elements } = place;
  const lists = entitiesOf(model);
  const listed = lists.find(({ path }) => path === here);
  const items = [...PLACES, SETTINGS].map(({ path, word: name }) => link(path, word(language, name), path === here));
  const records = `<details class="more"><summary${listed ? ' aria-current="page"' : ''}>${escape(
    listed ? labelIn(listed.entity.plural, language) : word(language, 'records'),
  )}</summary><ul>${lists
    .map(({ path, entity }) => `<li>${link(path, labelIn(entity.plural, language), path === here)}</li>`)
    .join('')}</ul></details>`;
  const title = listed ? labelIn(listed.entity.plural, language) : word(language, place.word);
  return document(
    language,
    `${title} – Sluice`,
    script('/assets/sluice.js') + script('/session.js'),
    `<a class="skip" href="#content">${escape(word(language, 'skip'))}</a>
<nav aria-label="${escape(word(language, 'pages'))}">
<img src="/icon.svg" alt="" width="24" height="24">
${items.slice(0, -1).join('\n')}
${records}
<span class="gap"></span>
${items.at(-1) ?? ''}
<button type="button" id="sign-out">${escape(word(language, 'signOut'))}</button>
</nav>
<main id="content" tabindex="-1">
<sluice-app source="/api/v1" locale="${language}"${app} filters-in-url>
${elements}
</sluice-app>
</main>
<noscript><p class="note">${escape(word(language, 'noScript'))}</p></noscript>`,
  );
};

/** The page at a path, for whoever is signed in and may do this, over this server's API; null where there is none. */
export const pageAt = (path: string, language: Language, model: Model, rights: Rights): string | null => {
  if (path === SETTINGS.path) return shell(language, model, { ...SETTINGS, elements: settingsFor(rights) });
  const known = PLACES.find((place) => place.path === path);
  if (known) return shell(language, model, known);
  const listed = entitiesOf(model).find((one) => one.path === path);
  if (!listed) return null;
  const app = ` entity="${listed.entity.name}"`;
  const elements = '<sluice-dashboard preset="list"></sluice-dashboard>';
  return shell(language, model, { path, word: 'records', app, elements });
};

/** The page of somebody who is not signed in. `spent`: they came with a link that no longer works. */
export const signInPage = (language: Language, spent: boolean): string =>
  document(
    language,
    `${word(language, 'signIn')} – Sluice`,
    script('/assets/sluice.js') + script('/sign-in.js'),
    `<main class="note">
${spent ? `<p role="alert">${escape(word(language, 'spent'))}</p>\n` : ''}<sluice-login source="/api/v1" link-in-url></sluice-login>
<p>${escape(word(language, 'newLink'))}</p>
<pre dir="ltr"><code>npm exec sluice -- link</code></pre>
<noscript><p>${escape(word(language, 'noScript'))}</p></noscript>
</main>`,
  );

/** The page in place of all others while the elements were not built. */
export const notBuiltPage = (): string =>
  document(
    'en',
    'Sluice – not built yet',
    '',
    `<main class="note">
<h1>Almost there</h1>
<p>The server runs; the elements of its page were not built yet. Build them once, then load this page again:</p>
<pre><code>npm run build</code></pre>
<p>The API is at <a href="/docs">/docs</a>.</p>
</main>`,
  );

/** The little style that the pages themselves have; the elements bring their own. */
export const PAGE_STYLE = `:root {
  color-scheme: light dark;
  font-family: system-ui, sans-serif;
  line-height: 1.5;
  --line: light-dark(#d9e2e3, #2c3a3d);
  --accent: light-dark(#0b6b75, #5cc4cf);
  background: light-dark(#fff, #12191b);
  color: light-dark(#16262a, #e6eef0);
}
body { margin: 0; }
main { max-width: 84rem; margin: 0 auto; padding: clamp(0.75rem, 3vw, 2rem); box-sizing: border-box; outline: none; }
nav {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem;
  padding: 0.5rem clamp(0.75rem, 3vw, 2rem);
  border-block-end: 1px solid var(--line); font-size: 0.875rem;
}
nav img { margin-inline-end: 0.5rem; }
nav a, nav summary, nav button {
  display: inline-block; padding: 0.375rem 0.625rem; border: 0; border-radius: 0.375rem;
  background: none; color: inherit; font: inherit; text-decoration: none; cursor: pointer;
}
nav a:hover, nav summary:hover, nav button:hover { background: color-mix(in srgb, currentcolor 8%, transparent); }
nav [aria-current] { color: var(--accent); font-weight: 600; }
nav .gap { flex: 1; }
.more { position: relative; }
.more ul {
  position: absolute; z-index: 5; inset-block-start: 100%; inset-inline-start: 0; max-block-size: 70vh; overflow: auto;
  min-inline-size: 12rem; margin: 0.25rem 0 0; padding: 0.25rem; border: 1px solid var(--line); border-radius: 0.5rem;
  background: light-dark(#fff, #1a2427); list-style: none; box-shadow: 0 4px 16px rgb(0 0 0 / 15%);
}
.more li a { display: block; }
.stack { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { inset-inline-start: 0.5rem; inset-block-start: 0.5rem; z-index: 9; padding: 0.5rem; background: Canvas; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.note { max-width: 29rem; margin: 10vh auto 0; padding: 0 1.5rem; }
.note h1 { font-size: 1.5rem; }
.note pre { padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 0.375rem; overflow-x: auto; }
@media (pointer: coarse) { nav a, nav summary, nav button { padding-block: 0.625rem; } }
@media print { nav, .skip { display: none; } }
`;

/** The mark in the browser's tab: a gate that lets through. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b6b75"/><path d="M4 3v10M12 3v10M4 6h8M4 9.5h8" stroke="#fff" stroke-width="1.5" fill="none"/></svg>\n';
