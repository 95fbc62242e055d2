// The choice of light, dark or system, and the resolved values of css/tokens.css for what draws by script.

const year = 365 * 24 * 60 * 60;
const system = matchMedia('(prefers-color-scheme: dark)');

/** Changes the page at once and keeps the choice ('light', 'dark' or 'system') for the next one. */
export function choose(theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${year}; samesite=lax`;
}

/** The colour that a token such as '--ink' has now, as 'rgb(…)': the token itself only says light-dark(…). */
export function colour(token) {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Calls back whenever colours or sizes have changed, by choice, by the system or for a projector; returns how to stop it. */
export function onChange(callback) {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-presentation'] });
  system.addEventListener('change', callback);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', callback);
  };
}
