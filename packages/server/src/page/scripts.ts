/** The sign-in page's own script: a session that only slept wakes up without a password; whoever signs in goes where they wanted to. */
export const SIGN_IN_SCRIPT = `document.addEventListener('sluice-login-done', () => location.reload());
if (!location.search && !location.hash) {
  const woken = await fetch('/api/v1/auth/refresh', { method: 'POST' }).catch(() => null);
  if (woken && woken.ok) location.reload();
}
`;

/** Keeps the session of a page that stays open (its access token is good for a quarter of an hour), and ends it. */
export const SESSION_SCRIPT = `const refresh = () => fetch('/api/v1/auth/refresh', { method: 'POST' }).catch(() => undefined);
setInterval(refresh, 10 * 60_000);
let hiddenAt = 0;
document.addEventListener('visibilitychange', () => {
  if (document.hidden) hiddenAt = Date.now();
  else if (Date.now() - hiddenAt > 5 * 60_000) refresh();
});
document.querySelector('#sign-out')?.addEventListener('click', async () => {
  await fetch('/api/v1/auth/logout', { method: 'POST' }).catch(() => undefined);
  location.replace('/');
});
const more = document.querySelector('.more');
document.addEventListener('click', (event) => {
  if (more && !more.contains(event.target)) more.open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !more?.open) return;
  more.open = false;
  more.querySelector('summary').focus();
});
`;
