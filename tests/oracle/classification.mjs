// Prints the figures that stand in tests/MnistBlazor.Lessons.Tests/Maps/Classification/ClassifierTests.cs.
// npm install --no-save simple-statistics@7.12.1 geostats@2.1.0 && node tests/oracle/classification.mjs
import { readFileSync } from 'node:fs';
import { ckmeans, equalIntervalBreaks, quantileSorted, sum } from 'simple-statistics';
import geostats from 'geostats';

const root = new URL('../../', import.meta.url);
const csv = readFileSync(new URL('src/MnistBlazor.Lessons/Maps/Tables/population.csv', root), 'utf8').trim().split('\n').slice(1);
const population = csv.map(line => line.split(',')).map(cells => Number(cells[3]) + Number(cells[4]));
// The remainders of powers: as good as random, and the same everywhere.
const scattered = Array.from({ length: 250 }, (_, i) => Number(7n ** BigInt(i + 1) % 10007n) / 10);

for (const [name, values] of Object.entries({ population, scattered })) {
  const sorted = [...values].sort((a, b) => a - b);
  const mean = sum(values) / values.length;
  const spread = group => sum(group.map(value => (value - sum(group) / group.length) ** 2));
  const series = new geostats(values);
  series.setPrecision(12);
  const deviation = Math.sqrt(spread(values) / values.length);
  for (const k of [3, 4, 5, 7]) {
    const groups = ckmeans(values, k);
    console.log(name, k);
    console.log('  natural breaks', groups.slice(1).map(group => group[0]), 'counts', groups.map(group => group.length),
      'fit', 1 - sum(groups.map(spread)) / spread(values));
    console.log('  geostats jenks, upper bounds', series.getClassJenks(k));
    console.log('  quantile', Array.from({ length: k - 1 }, (_, i) => quantileSorted(sorted, (i + 1) / k)));
    console.log('  equal interval', equalIntervalBreaks(values, k).slice(1, -1));
    console.log('  standard deviation', series.getClassStdDeviation(k, false), 'mean', mean, 'deviation', deviation);
  }
}
