import { figures } from '../../js/figures.js';
import { decimate } from '../../js/loss-series.js';
import { follow } from '../../js/run-feed.js';

const POINTS = 120;
const WIDTH = 100;
const HEIGHT = 32;

/**
 * @param {SVGElement} svg for the losses of a run, from its first batch to its last planned one
 * @param {HTMLElement} figure for the loss it has come to
 * @param {string} culture
 */
export function create(svg, figure, culture) {
  let run = null;
  const path = svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
  path.setAttribute('vector-effect', 'non-scaling-stroke');
  const format = figures(culture, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const show = (outlined, loss) => {
    path.setAttribute('d', outlined);
    figure.textContent = Number.isFinite(loss) ? format.format(loss) : '–';
  };
  return {
    follow(runId) {
      run?.stop();
      show('', null);
      run = follow(runId, null, ({ series, progress }) => show(outline(series), progress.loss));
    },
    dispose() {
      run?.stop();
      path.remove();
    },
  };
}

function outline(series) {
  const points = decimate(series.batches, POINTS);
  if (points.length === 0) return '';
  const top = Math.max(...points.map(([, y]) => y));
  const end = series.plannedEpochs || points.at(-1)[0];
  return points
    .map(([x, y], i) => `${i ? 'L' : 'M'}${((x / end) * WIDTH).toFixed(1)} ${(HEIGHT - 1 - (y / top) * (HEIGHT - 2)).toFixed(1)}`)
    .join('');
}
