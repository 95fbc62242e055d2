import { follow } from '../../js/run-feed.js';
import { decimate } from '../../js/loss-series.js';

const POINTS = 120;
const WIDTH = 100;
const HEIGHT = 32;

/** The loss of a run as a small line that fills its box, from the run's first batch to its last planned one. */
export function create(svg) {
  let run = null;
  const path = svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
  path.setAttribute('vector-effect', 'non-scaling-stroke');
  return {
    show(runId) {
      run?.stop();
      path.setAttribute('d', '');
      run = runId ? follow(runId, null, ({ series }) => path.setAttribute('d', outline(series))) : null;
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
  return points.map(([x, y], i) => `${i ? 'L' : 'M'}${((x / end) * WIDTH).toFixed(1)} ${(HEIGHT - 1 - (y / top) * (HEIGHT - 2)).toFixed(1)}`).join('');
}
