// Says on the page when the browser keeps no cookies: without them the server cannot tell one visitor from the next.

const TRIAL = 'cookies-kept';

/** Whether a cookie of this address is gone again the moment it is written. */
export function areBlocked(document) {
  document.cookie = `${TRIAL}=1; path=/; samesite=lax`;
  const kept = document.cookie.includes(`${TRIAL}=1`);
  document.cookie = `${TRIAL}=; path=/; max-age=0; samesite=lax`;
  return !kept;
}

/** Shows what stands ready in every page for that case. */
export function sayIfBlocked(document) {
  if (areBlocked(document)) document.querySelector('[data-no-cookies]')?.removeAttribute('hidden');
}
