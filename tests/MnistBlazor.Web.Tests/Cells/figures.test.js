import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figures } from '../../../wwwroot/js/figures.js';

const loss = figures('en', { minimumFractionDigits: 4, maximumFractionDigits: 4 });

test('a loss has four places', () => {
  assert.equal(loss.format(0.35564), '0.3556');
  assert.equal(loss.format(12345.6), '12,345.6000');
});

test('one that ran away has two figures and an exponent instead of forty digits', () => {
  assert.equal(loss.format(1.2345e21), '1.2e21');
  assert.equal(loss.format(-3.39e30), '-3.4e30');
  assert.equal(loss.format(1e6), '1.0e6');
  assert.equal(loss.format(999999), '999,999.0000');
});

test('what is no number stays none', () => {
  assert.equal(loss.format(NaN), 'NaN');
  assert.equal(loss.format(Infinity), '∞');
});
