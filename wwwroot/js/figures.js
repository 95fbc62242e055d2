// Measured figures in few characters: the browser's half of Words/Figures.cs.
const LARGEST_IN_FULL = 1e6;

/**
 * Writes figures as the reader's language does, and those from a million on, such as a loss that ran away, as 1.2e21.
 * @param {string} culture
 * @param {Intl.NumberFormatOptions} options for figures below a million
 */
export function figures(culture, options) {
  const inFull = new Intl.NumberFormat(culture, options);
  return {
    format: number => (Number.isFinite(number) && Math.abs(number) >= LARGEST_IN_FULL
      ? number.toExponential(1).replace('+', '')
      : inFull.format(number)),
  };
}
