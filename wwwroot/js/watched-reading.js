// What a network makes of a drawing, on a page without a circuit.
import { fill } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {HTMLElement} root holds [data-answer] and [data-bars]
 * @param {{ class: number, probabilities: number[], classNames: string[] } | null} reading
 * @param {boolean} drawn whether there is anything on the pad
 */
export function showReading(root, reading, drawn) {
  const answer = root.querySelector('[data-answer]');
  const bars = root.querySelector('[data-bars]');
  answer.textContent = reading ? fill(answer.dataset.reads, reading.classNames[reading.class]) : drawn ? answer.dataset.none : '';
  answer.dataset.class = reading?.class ?? '';
  bars.replaceChildren(...(reading?.probabilities ?? []).map((share, index) => bar(reading, share, index)));
}

function bar(reading, share, index) {
  const percent = new Intl.NumberFormat(document.documentElement.lang, {
    style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1,
  });
  const row = document.createElement('li');
  row.classList.toggle('marked', index === reading.class);
  const picture = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': true }))
    picture.setAttribute(name, value);
  picture.append(rect('track', 100), rect(`digit-${index % 10}`, share * 100));
  row.append(part(reading.classNames[index]), picture, part(percent.format(share)));
  return row;
}

function rect(name, width) {
  const box = document.createElementNS(SVG, 'rect');
  box.setAttribute('class', name);
  box.setAttribute('width', width);
  box.setAttribute('height', 10);
  return box;
}

function part(text) {
  return Object.assign(document.createElement('span'), { textContent: text });
}
