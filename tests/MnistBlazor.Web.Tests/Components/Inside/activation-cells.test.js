import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitAt } from '../../../../src/MnistBlazor.Web/Components/Inside/ActivationCells.razor.js';

const box = { left: 100, top: 50, width: 320, height: 80 };

test('cells are counted row by row, from 1', () => {
  assert.equal(unitAt(box, 32, 8, { clientX: 100, clientY: 50 }), 1);
  assert.equal(unitAt(box, 32, 8, { clientX: 419, clientY: 50 }), 32);
  assert.equal(unitAt(box, 32, 8, { clientX: 111, clientY: 61 }), 34);
  assert.equal(unitAt(box, 32, 8, { clientX: 419, clientY: 129 }), 256);
});

test('beside the cells there is none', () => {
  assert.equal(unitAt(box, 32, 8, { clientX: 420, clientY: 60 }), null);
  assert.equal(unitAt(box, 32, 8, { clientX: 99, clientY: 60 }), null);
  assert.equal(unitAt(box, 32, 8, { clientX: 110, clientY: 130 }), null);
});
