import {
  axisLooks, BELOW, BESIDE, colored, epochAt, epochAxis, frame, frameLooks, line, margins, nearest, numbers, place, scale, tooltip, within,
} from '../../js/chart-style.js';
import { openChart } from '../../js/live-chart.js';
import { colour } from '../../js/theme.js';
import { figures } from '../../js/figures.js';
import { decimate, EPOCH_POINTS } from '../../js/loss-series.js';

const EPOCHS = 3;
const LINES = ['previous', 'batches', 'smoothed', 'epochs', 'validation', 'accuracy'];

const ACCURACY_HEIGHT = 84;
const GAP = 26;

/**
 * A loss chart, and below it the accuracy on the images held out where there are such. It is made once and then only given points, so
 * that what the reader zoomed into stays.
 * @param {HTMLElement} element an empty, focusable box of fixed height in what LossChart.razor rendered
 * @param {Record<string, string>} words see LossChart.razor
 */
export function create(element, words) {
  return new LossChart(element, words);
}

class LossChart {
  #element;
  #figure;
  #words;
  #live;
  #chart;
  #pointed = -1;
  #run = null;
  #previous = null;
  #isBand = false;

  constructor(element, words) {
    this.#element = element;
    this.#figure = element.closest('.loss-chart');
    this.#words = words;
    this.#live = openChart(element, this.#frame(), {
      paint: chart => this.#paint(chart), drawn: () => this.#drawn(), walk: event => this.#walk(event),
    });
    this.#chart = this.#live.chart;
  }

  /** Before another run is drawn. */
  clear() {
    this.#pointed = -1;
    [this.#run, this.#previous] = [null, null];
    this.#count([], []);
    this.#chart.dispatchAction({ type: 'dataZoom', start: 0, end: 100 });
    this.#live.update();
  }

  setLog(log) {
    this.#chart.setOption({ yAxis: [{ type: log ? 'log' : 'value', min: log ? null : 0 }] });
  }

  dispose() {
    this.#live.dispose();
  }

  /** Draws a run as it is so far; what the reader zoomed into stays. */
  draw(run) {
    this.#run = run;
    this.#count(run.series.batches, run.series.epochs);
    this.#figure.querySelector('[data-lost]').hidden = run.connected || Boolean(run.series.endedAs);
    this.#live.update();
  }

  /** Draws the run before, thin and pale behind. */
  drawPrevious({ series }) {
    this.#previous = series;
    this.#live.update();
  }

  #drawn() {
    const series = this.#run?.series;
    const previous = this.#previous?.epochs.length > 0 ? this.#previous.epochs : this.#previous?.batches ?? [];
    const data = series
      ? [series.batches, series.smoothed, series.epochs, series.validation, series.accuracy]
      : [[], [], [], [], []];
    data.unshift(decimate(previous, EPOCH_POINTS));
    this.#name(data);
    const max = series?.plannedEpochs || null;
    const { grid, xAxis, yAxis } = this.#layout();
    return {
      grid,
      xAxis: xAxis.map(axis => ({ ...axis, max })),
      yAxis,
      series: data.map((points, index) => ({ data: points, ...index === 1 ? this.#batchLine(data[2].length > 0) : null })),
    };
  }

  /** A batch line that has its moving average over it becomes a pale band. */
  #batchLine(isBand, accent = null) {
    if (isBand === this.#isBand && !accent) return null;
    this.#isBand = isBand;
    return colored(accent ?? colour('--accent'), isBand ? 0.2 : 0.4);
  }

  /** The chart of accuracy takes its place only where images are held out. */
  #layout() {
    const heldOut = this.#figure.hasAttribute('data-held-out');
    const { bottom } = margins();
    const height = heldOut ? ACCURACY_HEIGHT * scale() : 0;
    return {
      grid: [{ bottom: heldOut ? bottom + height + GAP * scale() : bottom }, { height }],
      xAxis: [{ name: heldOut ? '' : this.#words.epoch, axisLabel: { show: !heldOut } }, { show: heldOut }],
      yAxis: [{}, { show: heldOut }],
    };
  }

  /** The key has what is there to see. */
  #name(data) {
    for (const [index, name] of LINES.entries()) {
      const key = this.#figure.querySelector(`[data-key=${name}]`);
      if (key) key.hidden = data[index].length === 0;
    }
  }

  /** What is on the chart, for the arrow keys and for whoever checks it from outside: a canvas itself tells nothing. */
  #count(batches, epochs) {
    this.#element.dataset.points = batches.length + epochs.length;
    this.#element.dataset.epochs = epochs.length;
  }

  /** Left and right arrow read the chart epoch by epoch, as the mouse does. */
  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const count = Number(this.#element.dataset.epochs ?? 0);
    if (!step || count === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#pointed = Math.min(Math.max(this.#pointed + step, 0), count - 1);
    this.#chart.dispatchAction({ type: 'showTip', seriesIndex: EPOCHS, dataIndex: this.#pointed });
  }

  #frame() {
    const words = this.#words;
    const base = frame(words, points => this.#tip(points));
    const percent = new Intl.NumberFormat(words.culture, { style: 'percent', maximumFractionDigits: 1 });
    const [round, dotted] = [{ showSymbol: true, symbol: 'circle', symbolSize: 6 }, { showSymbol: true, symbol: 'diamond', symbolSize: 7 }];
    return {
      ...base,
      grid: [base.grid, base.grid],
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      xAxis: [{ ...base.xAxis, gridIndex: 0 }, { ...epochAxis(words.epoch), gridIndex: 1, show: false }],
      yAxis: [base.yAxis, {
        type: 'value', name: words.accuracyAxis, nameLocation: 'middle', gridIndex: 1, show: false, scale: true, splitNumber: 2,
        max: value => Math.min(1, value.max), axisLabel: { formatter: value => percent.format(value), showMinLabel: false },
      }],
      dataZoom: base.dataZoom.map(zoom => ({ ...zoom, xAxisIndex: [0, 1] })),
      series: [
        { ...line, name: words.previous, lineStyle: { width: 1.25 }, z: 1, silent: true, data: [] },
        { ...line, name: words.batches, lineStyle: { width: 1 }, z: 2, data: [] },
        { ...line, name: words.smoothed, lineStyle: { width: 1.5 }, z: 2, data: [] },
        { ...line, ...round, name: words.epochs, lineStyle: { width: 2.5 }, z: 3, data: [] },
        { ...line, ...dotted, name: words.validation, lineStyle: { width: 2, type: 'dashed' }, z: 3, data: [] },
        { ...line, ...dotted, name: words.accuracy, lineStyle: { width: 2, type: 'dashed' }, xAxisIndex: 1, yAxisIndex: 1, data: [] },
      ],
    };
  }

  // The library names only the curves that have a point at the very place.
  #tip([{ axisValue: x }]) {
    const words = this.#words;
    const series = this.#run?.series;
    if (!series) return '';
    const number = numbers(words.culture);
    const percent = figures(words.culture, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const epoch = epochAt(x);
    const [accent, held, quiet] = ['--accent', '--diverging-high', '--ink-soft'].map(colour);
    const rows = [
      { color: accent, name: words.batches, point: nearest(series.batches, x), format: number },
      { color: accent, name: words.smoothed, point: nearest(series.smoothed, x), format: number },
      { color: accent, name: words.epochs, point: within(series.epochs, epoch), format: number },
      { color: held, name: words.validation, point: within(series.validation, epoch), format: number },
      { color: held, name: words.accuracy, point: within(series.accuracy, epoch), format: percent },
      { color: quiet, name: words.previous, point: within(this.#previous?.epochs ?? [], epoch), format: number },
    ];
    return tooltip(
      place(words, x, series.stepsPerEpoch),
      rows.filter(row => row.point).map(({ color, name, point, format }) => ({ color, name, value: format.format(point[1]) })),
      words.unit);
  }

  #paint(chart) {
    const [quiet, accent, held] = ['--ink-soft', '--accent', '--diverging-high'].map(colour);
    const looks = frameLooks(this.#element);
    const layout = this.#layout();
    const [below, beside] = [BELOW, BESIDE].map(gap => axisLooks(this.#element, gap));
    chart.setOption({
      ...looks,
      grid: [{ ...looks.grid, ...layout.grid[0] }, { ...looks.grid, top: 'auto', ...layout.grid[1] }],
      xAxis: [below, below],
      yAxis: [beside, beside],
      series: [
        colored(quiet, 0.6), this.#batchLine(this.#isBand, accent), colored(accent, 0.6), colored(accent, 1),
        colored(held, 1), colored(held, 1),
      ],
    });
  }
}
