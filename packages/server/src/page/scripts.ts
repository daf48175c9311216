/**
 * The sign-in page's own script: signs in, accepts an invitation (`#invite=…`) and sets a new password (`#reset=…`). What stands behind
 * the # is taken out of the address at once, so that it is neither kept in the history nor shown.
 */
export const SIGN_IN_SCRIPT = `const form = document.querySelector('form');
const note = document.querySelector('[role=status]');
const [purpose, token] = location.hash.slice(1).split('=');
let mode = purpose === 'invite' || purpose === 'reset' ? purpose : 'login';
if (mode !== 'login') history.replaceState(null, '', location.pathname);

const ask = (path, body) =>
  fetch('/api/v1/auth/' + path, {
    method: 'POST',
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const say = (text) => {
  note.textContent = text;
};
const show = (next) => {
  mode = next;
  for (const part of form.querySelectorAll('[data-for]')) {
    const wanted = part.dataset.for.split(' ').includes(mode);
    part.hidden = !wanted;
    for (const input of part.querySelectorAll('input')) input.disabled = !wanted;
  }
  form.elements.password.autocomplete = mode === 'login' ? 'current-password' : 'new-password';
  form.querySelector('button').textContent = { login: 'Sign in', invite: 'Accept', reset: 'Set password' }[mode];
};
const said = async (answer) => {
  const { detail = 'That did not work.', remedy = '', code = '' } = await answer.json().catch(() => ({}));
  if (code === 'tenant_needed') form.querySelector('[data-tenant]').hidden = false;
  say(detail + ' ' + remedy);
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password, name, tenant } = Object.fromEntries(new FormData(form));
  form.querySelector('button').disabled = true;
  try {
    const answer =
      mode === 'login'
        ? await ask('login', { email, password, ...(tenant ? { tenant } : {}) })
        : await ask(mode === 'invite' ? 'accept' : 'reset', { token, password, ...(mode === 'invite' ? { name } : {}) });
    if (!answer.ok) return await said(answer);
    if (mode === 'login') return location.replace('/');
    const known = await answer.json().catch(() => ({}));
    show('login');
    if (known.email) form.elements.email.value = known.email;
    return say('Done. Sign in now.');
  } catch {
    return say('The server does not answer. Try again in a moment.');
  } finally {
    form.querySelector('button').disabled = false;
  }
});

show(mode);
form.hidden = false;
// a session that only slept wakes up without a password
if (mode === 'login' && !location.search) {
  const woken = await ask('refresh').catch(() => null);
  if (woken && woken.ok) location.reload();
}
`;

/** Keeps the session of a page that stays open: its access token is good for a quarter of an hour. */
export const SESSION_SCRIPT = `const refresh = () => fetch('/api/v1/auth/refresh', { method: 'POST' }).catch(() => undefined);
setInterval(refresh, 10 * 60_000);
let hiddenAt = 0;
document.addEventListener('visibilitychange', () => {
  if (document.hidden) hiddenAt = Date.now();
  else if (Date.now() - hiddenAt > 5 * 60_000) refresh();
});
`;
