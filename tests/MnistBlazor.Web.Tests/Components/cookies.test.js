import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayIfBlocked } from '../../../wwwroot/js/cookies.js';

/** A page with the notice, in a browser that keeps cookies or does not. */
function page(keeps) {
  const kept = new Map();
  const notice = { hidden: true, removeAttribute: () => { notice.hidden = false; } };
  return {
    kept, notice,
    querySelector: selector => selector === '[data-no-cookies]' ? notice : null,
    get cookie() { return [...kept].map(([name, value]) => `${name}=${value}`).join('; '); },
    set cookie(text) {
      if (!keeps) return;
      const [name, value] = text.split(';')[0].split('=');
      if (text.includes('max-age=0')) kept.delete(name);
      else kept.set(name, value);
    },
  };
}

test('a page says so when the browser keeps no cookies', () => {
  const blocked = page(false);
  sayIfBlocked(blocked);
  assert.equal(blocked.notice.hidden, false);
});

test('it says nothing where cookies are kept, and leaves none behind', () => {
  const open = page(true);
  open.cookie = 'theme=dark';
  sayIfBlocked(open);
  assert.equal(open.notice.hidden, true);
  assert.deepEqual([...open.kept], [['theme', 'dark']]);
});
