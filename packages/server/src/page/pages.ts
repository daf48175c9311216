const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const LANGUAGES = ['en', 'fr', 'ru', 'he'] as const;
type Language = (typeof LANGUAGES)[number];

/** The first language of a browser that the page speaks. */
export const languageOf = (accepted: string | undefined): Language => {
  const wanted = (accepted ?? '').split(',').map((one) => (one.split(';')[0] ?? '').trim().slice(0, 2).toLowerCase());
  return wanted.flatMap((word) => LANGUAGES.filter((language) => language === word))[0] ?? 'en';
};

const page = (language: Language, title: string, head: string, body: string): string => `<!doctype html>
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

/** The page of somebody who is signed in: the dashboard over this server's API. */
export const dashboardPage = (language: Language): string =>
  page(
    language,
    'Sluice',
    '<script type="module" src="/assets/sluice.js"></script>\n<script type="module" src="/session.js"></script>\n',
    `<sluice-app source="/api/v1" locale="${language}">
<sluice-dashboard></sluice-dashboard>
</sluice-app>
<noscript><p class="note">This page needs JavaScript; the API does not: see <a href="/docs">/docs</a>.</p></noscript>`,
  );

/** The page of somebody who is not signed in. `spent`: they came with a link that no longer works. */
export const signInPage = (spent: boolean): string =>
  page(
    'en',
    'Sluice – sign in',
    '<script type="module" src="/sign-in.js"></script>\n',
    `<main class="note">
<h1>Sign in</h1>
<p>${spent ? 'This sign-in link was used already, or is older than 15 minutes.' : 'You are not signed in.'}</p>
<form hidden>
<p data-for="login"><label>E-mail <input name="email" type="email" autocomplete="username" required></label></p>
<p data-for="invite"><label>Name <input name="name" autocomplete="name" maxlength="100"></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p data-tenant hidden><label>Tenant <input name="tenant" autocomplete="organization"></label></p>
<p><button>Sign in</button></p>
</form>
<p role="status"></p>
<p>Get a new link in a terminal on the server, then open it here:</p>
<pre><code>npm exec sluice -- link</code></pre>
</main>`,
  );

/** The page in place of the dashboard while the elements were not built. */
export const notBuiltPage = (): string =>
  page(
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
}
body { margin: 0 auto; max-width: 84rem; padding: clamp(0.75rem, 3vw, 2rem); box-sizing: border-box; }
.note { max-width: 36rem; margin: 15vh auto 0; padding: 0 1.5rem; }
.note h1 { font-size: 1.5rem; }
.note label { display: block; }
.note input, .note button { display: block; font: inherit; padding: 0.375rem 0.5rem; box-sizing: border-box; }
.note input { width: 100%; max-width: 24rem; }
.note pre { padding: 0.75rem 1rem; border: 1px solid GrayText; border-radius: 0.375rem; overflow-x: auto; }
`;

/** The mark in the browser's tab: a gate that lets through. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1f5fbf"/><path d="M4 3v10M12 3v10M4 6h8M4 9.5h8" stroke="#fff" stroke-width="1.5" fill="none"/></svg>\n';
