'use strict';
// Points at the cells of a convolution. All sums are computed here from x, w, b and dy, as the formulas of the page have them.
(() => {
  const colours = JSON.parse(document.getElementById('colours').textContent);
  const minus = s => s.replace('-', '−');
  const brief = v => v === 0 ? '0' : minus(Math.abs(v) < 1e-3 ? v.toExponential(2) : v.toFixed(4));
  const exact = v => v === 0 ? '0' : minus(v.toPrecision(7));

  const doubles = text => {
    const raw = atob(text), bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return new Float64Array(bytes.buffer);
  };
  const element = (tag, parent, attributes = {}, text = '') => {
    const e = document.createElement(tag);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    e.textContent = text;
    parent.appendChild(e);
    return e;
  };
  const colour = (v, largest) => {
    const t = largest === 0 ? 0 : Math.max(-1, Math.min(1, v / largest));
    const c = colours[Math.round((t + 1) / 2 * (colours.length - 1))];
    return '#' + c.toString(16).padStart(6, '0');
  };
  const magnitude = values => values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);

  class Convolution {
    constructor(cells) {
      Object.assign(this, cells, { x: doubles(cells.x), w: doubles(cells.w), b: doubles(cells.b), dy: doubles(cells.dy) });
      this.perIn = this.cIn / this.groups;
      this.perOut = this.cOut / this.groups;
    }
    first(o) { return Math.floor(o / this.perOut) * this.perIn; }
    ih(oh, kh) { return oh * this.sH - this.pT + kh * this.dH; }
    iw(ow, kw) { return ow * this.sW - this.pL + kw * this.dW; }
    X(c, h, w) { return h < 0 || h >= this.hIn || w < 0 || w >= this.wIn ? 0 : this.x[(c * this.hIn + h) * this.wIn + w]; }
    W(o, c, kh, kw) { return this.w[((o * this.perIn + c) * this.kH + kh) * this.kW + kw]; }
    DY(o, oh, ow) { return this.dy[(o * this.hOut + oh) * this.wOut + ow]; }
    inside(h, w) { return h >= 0 && h < this.hIn && w >= 0 && w < this.wIn; }
    // The kernel's row that lies on row h if the kernel stands at oh, or −1.
    over(h, oh, pad, stride, dilation, kernel) {
      const d = h + pad - oh * stride;
      return d >= 0 && d % dilation === 0 && d / dilation < kernel ? d / dilation : -1;
    }
    kh(h, oh) { return this.over(h, oh, this.pT, this.sH, this.dH, this.kH); }
    kw(w, ow) { return this.over(w, ow, this.pL, this.sW, this.dW, this.kW); }
    patchSum(o, c, oh, ow) {
      let sum = 0;
      for (let kh = 0; kh < this.kH; kh++) for (let kw = 0; kw < this.kW; kw++)
        sum += this.X(this.first(o) + c, this.ih(oh, kh), this.iw(ow, kw)) * this.W(o, c, kh, kw);
      return sum;
    }
    y(o, oh, ow) {
      let sum = this.b.length ? this.b[o] : 0;
      for (let c = 0; c < this.perIn; c++) sum += this.patchSum(o, c, oh, ow);
      return sum;
    }
    scatterSum(o, c, h, w) {
      let sum = 0;
      for (let oh = 0; oh < this.hOut; oh++) {
        const kh = this.kh(h, oh);
        if (kh < 0) continue;
        for (let ow = 0; ow < this.wOut; ow++) {
          const kw = this.kw(w, ow);
          if (kw >= 0) sum += this.DY(o, oh, ow) * this.W(o, c % this.perIn, kh, kw);
        }
      }
      return sum;
    }
    dx(c, h, w) {
      const from = Math.floor(c / this.perIn) * this.perOut;
      let sum = 0;
      for (let o = from; o < from + this.perOut; o++) sum += this.scatterSum(o, c, h, w);
      return sum;
    }
    dw(o, c, kh, kw) {
      let sum = 0;
      for (let oh = 0; oh < this.hOut; oh++) for (let ow = 0; ow < this.wOut; ow++)
        sum += this.DY(o, oh, ow) * this.X(this.first(o) + c, this.ih(oh, kh), this.iw(ow, kw));
      return sum;
    }
  }

  const field = (h, w, at) => {
    const values = new Float64Array(h * w);
    for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) values[i * w + j] = at(i, j);
    return { h, w, values, largest: magnitude(values) };
  };

  class Explorer {
    constructor(root, net) {
      this.root = root; this.net = net; this.mode = 'y'; this.o = 0; this.c = 0;
      this.at = { y: [net.hOut >> 1, net.wOut >> 1], dx: [net.hIn >> 1, net.wIn >> 1], dw: [net.kH >> 1, net.kW >> 1] };
      const bar = element('div', root, { class: 'bar-of' });
      const modes = element('span', bar, { class: 'group' });
      this.buttons = [['y', 'forward: y'], ['dx', 'backward: dx'], ['dw', 'backward: dw']].map(([mode, text]) => {
        const button = element('button', modes, { type: 'button' }, text);
        button.addEventListener('click', () => { this.mode = mode; this.draw(true); });
        return [mode, button];
      });
      this.chosenO = this.stepper(bar, 'output channel', net.cOut, 'o');
      this.chosenC = this.stepper(bar, 'input channel', net.perIn, 'c');
      this.hint = element('p', root, { class: 'hint' });
      const stage = element('div', root, { class: 'stage' });
      this.left = this.canvas(stage); this.middle = this.canvas(stage); this.right = this.canvas(stage);
      this.working = element('div', root, { class: 'working', 'aria-live': 'polite' });
      this.right.canvas.dataset.role = 'y'; this.left.canvas.dataset.role = 'dx'; this.middle.canvas.dataset.role = 'dw';
      for (const view of [this.left, this.middle, this.right]) this.listen(view);
      root.hidden = false;
      this.draw(true);
    }
    stepper(bar, text, count, key) {
      const group = element('span', bar, { class: 'group' });
      if (count === 1) { group.hidden = true; }
      element('span', group, {}, text);
      const step = by => () => { this[key] = (this[key] + by + count) % count; this.draw(true); };
      element('button', group, { type: 'button', 'aria-label': 'previous ' + text }, '−').addEventListener('click', step(-1));
      const shown = element('span', group, {}, '0');
      element('button', group, { type: 'button', 'aria-label': 'next ' + text }, '+').addEventListener('click', step(1));
      return shown;
    }
    canvas(stage) {
      const figure = element('figure', stage);
      const canvas = element('canvas', figure, { tabindex: '0' });
      return { canvas, caption: element('figcaption', figure) };
    }
    listen(view) {
      const point = event => {
        if (view.canvas.dataset.role !== this.mode) return;
        const box = view.canvas.getBoundingClientRect();
        const i = Math.floor((event.clientY - box.top) / box.height * view.field.h);
        const j = Math.floor((event.clientX - box.left) / box.width * view.field.w);
        this.move(Math.max(0, Math.min(view.field.h - 1, i)), Math.max(0, Math.min(view.field.w - 1, j)));
      };
      view.canvas.addEventListener('pointermove', point);
      view.canvas.addEventListener('pointerdown', point);
      view.canvas.addEventListener('keydown', event => {
        const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
        if (!by || view.canvas.dataset.role !== this.mode) return;
        event.preventDefault();
        const [i, j] = this.at[this.mode];
        this.move(Math.max(0, Math.min(view.field.h - 1, i + by[0])), Math.max(0, Math.min(view.field.w - 1, j + by[1])));
      });
    }
    move(i, j) {
      const [a, b] = this.at[this.mode];
      if (a === i && b === j) return;
      this.at[this.mode] = [i, j];
      this.draw(false);
    }
    // Fields change with mode and channels; a move of the pointer only changes what is outlined.
    draw(anew) {
      const { net, o, c } = this, channel = net.first(o) + c;
      if (anew) {
        this.buttons.forEach(([mode, button]) => button.setAttribute('aria-pressed', String(mode === this.mode)));
        this.chosenO.textContent = o; this.chosenC.textContent = channel;
        const x = field(net.hIn, net.wIn, (h, w) => net.X(channel, h, w));
        const dy = field(net.hOut, net.wOut, (h, w) => net.DY(o, h, w));
        const w = field(net.kH, net.kW, (i, j) => net.W(o, c, i, j));
        if (this.mode === 'y') {
          this.fields = [x, w, field(net.hOut, net.wOut, (h, ww) => net.y(o, h, ww))];
          this.names = [`x[${channel}]`, `w[${o},${c}]`, `y[${o}]`];
          this.hint.textContent = 'Point at an output, y: its window in the picture, the kernel on it, the products and their sum.';
        } else if (this.mode === 'dx') {
          this.fields = [field(net.hIn, net.wIn, (h, ww) => net.dx(channel, h, ww)), w, dy];
          this.names = [`dx[${channel}]`, `w[${o},${c}]`, `dy[${o}]`];
          this.hint.textContent = 'Point at a pixel of dx: every window that covered the pixel sends its dy back, times the weight that lay on it (col2im).';
        } else {
          this.fields = [x, field(net.kH, net.kW, (i, j) => net.dw(o, c, i, j)), dy];
          this.names = [`x[${channel}]`, `dw[${o},${c}]`, `dy[${o}]`];
          this.hint.textContent = 'Point at a weight, dw: it met one pixel for each output. dw is the sum of all dy times these pixels, for this picture.';
        }
      }
      const marks = this.marks();
      [this.left, this.middle, this.right].forEach((view, i) => this.paint(view, this.fields[i], this.names[i], marks[i]));
      this.explain();
    }
    marks() {
      const { net, mode } = this, [i, j] = this.at[mode];
      if (mode === 'y') {
        const t = net.ih(i, 0), l = net.iw(j, 0);
        return [[t, l, (net.kH - 1) * net.dH + 1, (net.kW - 1) * net.dW + 1], null, [i, j, 1, 1]];
      }
      if (mode === 'dx') {
        const rows = [], columns = [];
        for (let oh = 0; oh < net.hOut; oh++) if (net.kh(i, oh) >= 0) rows.push(oh);
        for (let ow = 0; ow < net.wOut; ow++) if (net.kw(j, ow) >= 0) columns.push(ow);
        const box = rows.length && columns.length
          ? [rows[0], columns[0], rows[rows.length - 1] - rows[0] + 1, columns[columns.length - 1] - columns[0] + 1] : null;
        return [[i, j, 1, 1], null, box];
      }
      return [[net.ih(0, i), net.iw(0, j), (net.hOut - 1) * net.sH + 1, (net.wOut - 1) * net.sW + 1], [i, j, 1, 1],
        [0, 0, net.hOut, net.wOut]];
    }
    paint(view, f, name, mark) {
      view.field = f;
      // On a phone the one that is pointed at takes the width, the others share it.
      const live = view.canvas.dataset.role === this.mode, wide = this.root.clientWidth - 44, phone = wide < 560;
      const size = Math.max(f.h, f.w), room = Math.min(size <= 11 ? 132 : 288, phone ? (live ? wide : wide / 2 - 16) : 288);
      const s = Math.max(1, Math.floor(room / size)), ratio = Math.max(1, Math.round(window.devicePixelRatio || 1));
      const canvas = view.canvas, g = canvas.getContext('2d');
      canvas.width = f.w * s * ratio; canvas.height = f.h * s * ratio;
      canvas.style.width = f.w * s + 'px';
      canvas.className = live ? 'live' : '';
      canvas.setAttribute('aria-label', name);
      g.scale(s * ratio, s * ratio);
      for (let i = 0; i < f.h; i++) for (let j = 0; j < f.w; j++) {
        g.fillStyle = colour(f.values[i * f.w + j], f.largest);
        g.fillRect(j, i, 1.02, 1.02);
      }
      if (mark) {
        const [t, l, h, w] = mark;
        g.lineWidth = 3 / s; g.strokeStyle = '#fff'; g.strokeRect(l, t, w, h);
        g.lineWidth = 1.5 / s; g.strokeStyle = '#000'; g.strokeRect(l, t, w, h);
      }
      view.caption.textContent = '';
      element('b', view.caption, {}, name);
      element('span', view.caption, {}, '±' + brief(f.largest));
    }
    grid(rows, columns, at, largest) {
      const table = element('table', this.working), body = element('tbody', table);
      for (let i = 0; i < rows; i++) {
        const row = element('tr', body);
        for (let j = 0; j < columns; j++) {
          const v = at(i, j), cell = element('td', row, {}, v === null ? '·' : brief(v));
          if (v === null) { cell.className = 'out'; continue; }
          const t = largest === 0 ? 0 : 0.75 * v / largest;
          cell.style.background = colour(t, 1);
          cell.style.color = Math.abs(t) > 0.7 ? '#fff' : '#222';
        }
      }
    }
    op(text) { element('span', this.working, { class: 'op' }, text); }
    result(text) { element('p', this.working, { class: 'result' }, text); }
    explain() {
      const { net, o, c, mode } = this, [i, j] = this.at[mode], channel = net.first(o) + c;
      this.working.textContent = '';
      if (mode === 'y') {
        const pixel = (kh, kw) => net.inside(net.ih(i, kh), net.iw(j, kw)) ? net.X(channel, net.ih(i, kh), net.iw(j, kw)) : null;
        const products = field(net.kH, net.kW, (kh, kw) => (pixel(kh, kw) ?? 0) * net.W(o, c, kh, kw));
        this.grid(net.kH, net.kW, pixel, this.fields[0].largest);
        this.op('·');
        this.grid(net.kH, net.kW, (kh, kw) => net.W(o, c, kh, kw), this.fields[1].largest);
        this.op('=');
        this.grid(net.kH, net.kW, (kh, kw) => pixel(kh, kw) === null ? null : products.values[kh * net.kW + kw], products.largest);
        const own = net.patchSum(o, c, i, j), y = net.y(o, i, j), b = net.b.length ? net.b[o] : 0;
        this.result(`y[${o},${i},${j}] = ${exact(own)} from channel ${channel}`
          + (net.perIn > 1 ? `, ${exact(y - own - b)} from the ${net.perIn - 1} others` : '')
          + (net.b.length ? `, ${exact(b)} bias` : '') + ` = ${exact(y)}`);
      } else if (mode === 'dx') {
        const rows = [], columns = [];
        for (let oh = 0; oh < net.hOut; oh++) if (net.kh(i, oh) >= 0) rows.push(oh);
        for (let ow = 0; ow < net.wOut; ow++) if (net.kw(j, ow) >= 0) columns.push(ow);
        const dy = (a, b) => net.DY(o, rows[a], columns[b]);
        const w = (a, b) => net.W(o, c, net.kh(i, rows[a]), net.kw(j, columns[b]));
        const products = field(rows.length, columns.length, (a, b) => dy(a, b) * w(a, b));
        this.grid(rows.length, columns.length, dy, this.fields[2].largest);
        this.op('·');
        this.grid(rows.length, columns.length, w, this.fields[1].largest);
        this.op('=');
        this.grid(rows.length, columns.length, (a, b) => products.values[a * columns.length + b], products.largest);
        const own = net.scatterSum(o, channel, i, j), all = net.dx(channel, i, j);
        this.result(`dx[${channel},${i},${j}] = ${exact(own)} from output channel ${o}`
          + (net.perOut > 1 ? `, ${exact(all - own)} from the ${net.perOut - 1} others` : '') + ` = ${exact(all)}`);
      } else {
        const best = [];
        for (let oh = 0; oh < net.hOut; oh++) for (let ow = 0; ow < net.wOut; ow++) {
          const h = net.ih(oh, i), w = net.iw(ow, j);
          if (net.inside(h, w)) best.push([net.DY(o, oh, ow) * net.X(channel, h, w), oh, ow, h, w]);
        }
        best.sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]));
        const top = best.slice(0, 4), rest = best.slice(4).reduce((a, t) => a + t[0], 0);
        for (const [v, oh, ow, h, w] of top)
          this.result(`dy[${o},${oh},${ow}] · x[${channel},${h},${w}] = ${brief(net.DY(o, oh, ow))} · ${brief(net.X(channel, h, w))} = ${exact(v)}`);
        this.result(`dw[${o},${c},${i},${j}] = these, and ${exact(rest)} from ${best.length - top.length} more places = ${exact(net.dw(o, c, i, j))}`);
      }
    }
  }

  const wake = root => {
    const cells = document.querySelector(`script.cells[data-layer="${CSS.escape(root.dataset.layer)}"]`);
    new Explorer(root, new Convolution(JSON.parse(cells.textContent)));
  };
  // Each wakes when it comes near the window: a page may hold many.
  const watch = new IntersectionObserver(entries => entries.forEach(entry => {
    if (entry.isIntersecting) { watch.unobserve(entry.target); wake(entry.target.querySelector('.explorer')); }
  }), { rootMargin: '600px' });
  document.querySelectorAll('.explorer').forEach(root => watch.observe(root.closest('.layer')));

  // On paper, the first number of each layer stands open.
  addEventListener('beforeprint', () => document.querySelectorAll('.layer').forEach(layer => {
    const number = layer.querySelector('details.number');
    if (number) number.open = true;
  }));
})();
