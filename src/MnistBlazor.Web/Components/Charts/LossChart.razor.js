import { axisColours, colored, epochAxis, frame, frameColours, line, numbers, place, tooltip } from '../../js/chart-style.js';
import { openChart } from '../../js/live-chart.js';
import { colour } from '../../js/theme.js';
import { figures } from '../../js/figures.js';
import { decimate, EPOCH_POINTS } from '../../js/loss-series.js';

const PREVIOUS = 0;
const EPOCHS = 3;
const ACCURACY = 5;
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
  #heldOut = null;

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
    return {
      ...this.#layout(),
      xAxis: [{ max }, { max }],
      // A batch line that has its moving average over it becomes a pale band.
      series: data.map((points, index) => ({ data: points, ...index === 1 ? this.#batchLine(data[2].length > 0) : null })),
    };
  }

  #batchLine(isBand) {
    return colored(colour('--accent'), isBand ? 0.2 : 0.4);
  }

  /** The chart of accuracy takes its place only where images are held out. */
  #layout() {
    const heldOut = this.#figure.hasAttribute('data-held-out');
    if (heldOut === this.#heldOut) return {};
    this.#heldOut = heldOut;
    return {
      grid: [{ bottom: heldOut ? 68 + ACCURACY_HEIGHT + GAP : 68 }, { height: heldOut ? ACCURACY_HEIGHT : 0 }],
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
      grid: [base.grid, { ...base.grid, top: 'auto', height: 0 }],
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      xAxis: [{ ...base.xAxis, gridIndex: 0 }, { ...epochAxis(words.epoch), gridIndex: 1, show: false }],
      yAxis: [base.yAxis, {
        type: 'value', name: words.accuracy, nameLocation: 'middle', nameGap: 40, gridIndex: 1, show: false, scale: true, splitNumber: 2,
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

  #tip(points) {
    const words = this.#words;
    const number = numbers(words.culture);
    const percent = figures(words.culture, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const rows = points.map(({ seriesIndex, seriesName, color, value: [, y] }) => (
      { color, name: seriesName, value: seriesIndex === ACCURACY ? percent.format(y) : number.format(y) }));
    const at = points.find(point => point.seriesIndex !== PREVIOUS) ?? points[0];
    return tooltip(place(words, at.axisValue, this.#run?.series.stepsPerEpoch ?? 0), rows, words.unit);
  }

  #paint(chart) {
    const [quiet, accent, held] = ['--ink-soft', '--accent', '--diverging-high'].map(colour);
    const { xAxis, yAxis, ...colours } = frameColours(this.#element);
    const axis = axisColours(this.#element);
    chart.setOption({
      ...colours,
      xAxis: [axis, axis],
      yAxis: [axis, axis],
      series: [
        colored(quiet, 0.6), this.#batchLine(this.#run?.series.smoothed.length > 0), colored(accent, 0.6), colored(accent, 1),
        colored(held, 1), colored(held, 1),
      ],
    });
  }
}
