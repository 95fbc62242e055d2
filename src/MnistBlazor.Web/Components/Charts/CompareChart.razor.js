import { colored, epochAt, frame, frameLooks, line, numbers, place, scale, tooltip, within } from '../../js/chart-style.js';
import { figures } from '../../js/figures.js';
import { openChart } from '../../js/live-chart.js';
import { colour } from '../../js/theme.js';
import { follow } from '../../js/run-feed.js';

/**
 * Several runs on one chart. It is made once and then only given points, so that what the reader zoomed into stays.
 * @param {HTMLElement} element an empty, focusable box of fixed height in what CompareChart.razor rendered
 * @param {Record<string, string>} words see CompareChart.razor
 * @param {{ id: string, name: string, colour: string, dash: string | number[], symbol: string }[]} runs
 */
export function create(element, words, runs) {
  return new CompareChart(element, words, runs);
}

class CompareChart {
  #element;
  #figure;
  #words;
  #runs;
  #live;
  #chart;
  #feeds = [];
  #latest = [];
  #changed = new Set();
  #hidden = new Set();
  #undo = new AbortController();
  #showsAccuracy = false;
  #pointed = -1;
  #mark = null;
  #log = false;

  constructor(element, words, runs) {
    this.#element = element;
    this.#figure = element.closest('.compare-chart');
    this.#words = words;
    this.#runs = runs;
    this.#live = openChart(element, {
      ...frame(words, points => this.#tip(points)),
      series: runs.flatMap(run => [
        // The means of the epochs over every batch, thin and pale.
        {
          ...line, name: run.name, lineStyle: { width: 2.5, type: run.dash },
          showSymbol: true, symbol: run.symbol, symbolSize: 8, z: 2, data: [],
        },
        { ...line, name: run.name, lineStyle: { width: 1, type: 'solid' }, z: 1, silent: true, tooltip: { show: false }, data: [] },
      ]).concat({
        ...line, lineStyle: { width: 1.5, type: [3, 3] }, showSymbol: true, symbol: 'diamond', symbolSize: 14, z: 3,
        silent: true, tooltip: { show: false }, data: [],
      }),
    }, { paint: chart => this.#paint(chart), drawn: () => this.#drawn(), walk: event => this.#walk(event) });
    this.#chart = this.#live.chart;
    this.#figure.querySelector('.key').addEventListener('change', event => this.#show(event.target), { signal: this.#undo.signal });
    this.#feeds = runs.map((run, index) => follow(run.id, null, feed => {
      this.#latest[index] = feed;
      this.#figure.querySelector('[data-lost]').hidden = !this.#latest.some(one => one && !one.connected && !one.series.endedAs);
      this.#change(index);
    }));
  }

  /**
   * Marks where runs part: a point on each of their lines, and a line down to the axis.
   * @param {number} x in epochs from the start
   * @param {number[]} losses
   * @param {string} text
   */
  mark(x, losses, text) {
    this.#mark = { x, losses, text };
    this.#element.dataset.marked = String(x);
    this.#live.update();
  }

  setLog(log) {
    this.#log = log;
    this.#live.update();
    this.#chart.setOption({ yAxis: { type: log ? 'log' : 'value', min: log ? null : 0 } });
  }

  /** The accuracy on the images held out instead of the loss, or the loss again. */
  showAccuracy(accuracy) {
    this.#showsAccuracy = accuracy;
    this.#log = false;
    this.#chart.setOption({
      yAxis: { name: accuracy ? this.#words.accuracy : this.#words.loss, type: 'value', min: accuracy ? null : 0, scale: accuracy },
    });
    this.#runs.forEach((_, index) => this.#change(index));
  }

  dispose() {
    this.#undo.abort();
    for (const feed of this.#feeds) feed.stop();
    this.#live.dispose();
  }

  #show({ dataset, checked }) {
    const index = this.#runs.findIndex(run => run.id === dataset.shows);
    if (checked) this.#hidden.delete(index);
    else this.#hidden.add(index);
    this.#change(index);
  }

  #change(index) {
    if (!this.#latest[index]) return;
    this.#changed.add(index);
    this.#say(index, ...this.#lines(index));
    this.#live.update();
  }

  /** @returns {number[][][]} the points of each epoch, and of every batch */
  #lines(index) {
    const { series } = this.#latest[index];
    return this.#showsAccuracy ? [series.accuracy, []] : [series.epochs, series.batches];
  }

  #drawn() {
    const all = this.#runs.flatMap(() => [{}, {}]); // an empty one leaves a line as it is
    for (const index of this.#changed) {
      const [epochs, batches] = this.#hidden.has(index) ? [[], []] : this.#lines(index);
      all[2 * index] = { data: epochs };
      all[2 * index + 1] = { data: batches };
    }
    this.#changed.clear();
    return { series: [...all, { data: this.#marked() }] };
  }

  #marked() {
    if (!this.#mark || this.#showsAccuracy) return [];
    const { x, losses, text } = this.#mark;
    const points = [...losses].sort((one, other) => other - one).map(loss => ({ value: [x, loss] }));
    if (points[0]) points[0].label = { show: true, position: 'right', distance: 8, offset: [0, -12], formatter: text };
    return this.#log ? points : [...points, { value: [x, 0], symbol: 'none' }]; // a logarithmic axis has no zero
  }

  /** What is on the chart, for whoever checks it from outside: a canvas itself tells nothing. */
  #say(index, epochs, batches) {
    const said = JSON.parse(this.#element.dataset.drawn ?? '{}');
    said[this.#runs[index].id] = { points: batches.length + epochs.length, epochs: epochs.length };
    this.#element.dataset.drawn = JSON.stringify(said);
    this.#element.dataset.epochs = this.#runs.map(run => said[run.id]?.epochs ?? 0).join(' ');
  }

  /** Left and right arrow read the chart epoch by epoch, as the mouse does. */
  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const epochs = this.#runs.map((_, index) => (this.#hidden.has(index) ? 0 : this.#latest[index]?.series.epochs.length ?? 0));
    const longest = epochs.indexOf(Math.max(...epochs));
    if (!step || epochs[longest] === 0) return;
    event.preventDefault();
    this.#pointed = Math.min(Math.max(this.#pointed + step, 0), epochs[longest] - 1);
    this.#chart.dispatchAction({ type: 'showTip', seriesIndex: 2 * longest, dataIndex: this.#pointed });
  }

  #tip([{ axisValue: x }]) {
    const words = this.#words;
    const epoch = epochAt(x);
    const percent = figures(words.culture, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const format = this.#showsAccuracy ? percent : numbers(words.culture);
    const rows = this.#runs.flatMap((run, index) => {
      const point = this.#latest[index] && !this.#hidden.has(index) ? within(this.#lines(index)[0], epoch) : undefined;
      return point ? [{ color: colour(run.colour), name: run.name, value: format.format(point[1]) }] : [];
    });
    return tooltip(place(words, x, 0), rows, this.#showsAccuracy ? words.accuracy : words.unit);
  }

  #paint(chart) {
    chart.setOption({
      ...frameLooks(this.#element),
      series: [
        ...this.#runs.flatMap(run => [colored(colour(run.colour), 1), colored(colour(run.colour), 0.4)]),
        { ...colored(colour('--ink'), 1), label: { color: colour('--ink'), fontSize: 12 * scale() } },
      ],
    });
  }
}
