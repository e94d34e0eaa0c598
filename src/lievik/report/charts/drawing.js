// Draws an option to SVG. Options are plain data: a custom series names its renderer in `draw` and has what it draws in `items`.
var window = this, self = this, global = this;
setTimeout = setInterval = requestAnimationFrame = function () { return 0; };
clearTimeout = clearInterval = cancelAnimationFrame = function () {};

var painters = (function () {
  // Where a value of a category lies; `across` charts have their categories on the y axis.
  function place(series, api, value, index) {
    return api.coord(series.across ? [value, index] : [index, value]);
  }

  function box(series, from, to, centre, size) {
    var start = Math.min(from, to), length = Math.max(Math.abs(to - from), from === to ? 0 : 1.5);
    return series.across
      ? { x: start, y: centre - size / 2, width: length, height: size }
      : { x: centre - size / 2, y: start, width: size, height: length };
  }

  function line(series, from, to, fromCentre, toCentre, style) {
    var shape = series.across
      ? { x1: from, y1: fromCentre, x2: to, y2: toCentre }
      : { x1: fromCentre, y1: from, x2: toCentre, y2: to };
    return { type: 'line', shape: shape, style: Object.assign({ fill: 'none' }, style) };
  }

  function words(x, y, text) {
    return {
      type: 'text',
      style: {
        x: x, y: y, text: text.text, fill: text.ink, fontSize: text.size, fontWeight: text.weight, fontFamily: 'Inter',
        align: text.align || 'left', verticalAlign: text.vertical || 'middle'
      }
    };
  }

  // One row or column: what is pointed at, bars, marks and words.
  function item(series) {
    return function (params, api) {
      var index = params.dataIndex, it = series.items[index], axis = series.across ? 0 : 1, children = [];
      var at = function (value) { return place(series, api, value, index)[axis]; };
      var centre = place(series, api, 0, index)[1 - axis], band = Math.abs(api.size([1, 1])[1 - axis]);
      var area = params.coordSys, ends = series.across ? [0, area.x + area.width] : [area.y, area.y + area.height];
      if (it.hit) children.push({ type: 'rect', shape: box(series, ends[0], ends[1], centre, band), style: { fill: series.hit } });
      it.spans.forEach(function (span) {
        var shape = box(series, at(span.from), at(span.to), centre, span.size);
        if (span.round) shape.r = span.round;
        children.push({ type: 'rect', shape: shape, style: { fill: span.ink, opacity: span.opacity } });
      });
      it.lines.forEach(function (mark) {
        var from = at(mark.from), to = at(mark.to), half = mark.half || 0;
        children.push(line(series, from, to, centre - half, centre + half, { stroke: mark.ink, lineWidth: mark.width, lineDash: mark.dash }));
      });
      it.dots.forEach(function (dot) {
        var x = at(dot.at), p = series.across ? [x, centre] : [centre, x];
        children.push({ type: 'circle', shape: { cx: p[0], cy: p[1], r: dot.radius }, style: { fill: dot.ink, stroke: dot.rim, lineWidth: dot.width } });
      });
      if (it.onward !== undefined) {
        var level = at(it.onward), next = place(series, api, 0, index + 1)[1 - axis];
        children.push(line(series, level, level, centre + series.size / 2, next - series.size / 2, { stroke: series.thread, lineWidth: 1, lineDash: [2, 2] }));
      }
      it.words.forEach(function (text) {
        var x = at(text.at), p = series.across ? [x, centre] : [centre, x];
        children.push(words(p[0] + text.dx, p[1] + text.dy, text));
      });
      return { type: 'group', children: children };
    };
  }

  // Lines through the whole chart at a value or a category, with words at their upper end.
  function reference(series) {
    return function (params, api) {
      var it = series.items[params.dataIndex], area = params.coordSys;
      var x = it.category === undefined ? place(series, api, it.at, 0)[0] : api.coord([it.category, 0])[0];
      var children = [{
        type: 'line', shape: { x1: x, y1: area.y - (it.rise || 0), x2: x, y2: area.y + area.height },
        style: { stroke: it.ink, lineWidth: it.width, lineDash: it.dash, fill: 'none' }
      }];
      it.words.forEach(function (text) { children.push(words(x + text.dx, area.y + text.dy, text)); });
      return { type: 'group', children: children };
    };
  }

  // One cell of a grid with words in it, and a mark in its corner; `items` are in the order of the data.
  function cell(series) {
    return function (params, api) {
      var it = series.items[params.dataIndex], p = api.coord([api.value(0), api.value(1)]), size = api.size([1, 1]);
      var shape = { x: p[0] - size[0] / 2 + 1, y: p[1] - size[1] / 2 + 1, width: size[0] - 2, height: size[1] - 2, r: 2 };
      var children = [{ type: 'rect', shape: shape, style: { fill: it.ink, opacity: it.opacity } }];
      if (it.rim) children.push({ type: 'rect', shape: shape, style: { fill: 'none', stroke: it.rim, lineWidth: 1, lineDash: it.dash } });
      it.words.forEach(function (text) { children.push(words(p[0], p[1], text)); });
      return { type: 'group', children: children };
    };
  }

  return { item: item, reference: reference, cell: cell };
})();

function draw(option, width, height) {
  option.series.forEach(function (series) {
    if (series.draw) series.renderItem = painters[series.draw](series);
  });
  [].concat(option.xAxis || [], option.yAxis || []).forEach(function (axis) {
    var texts = axis.axisLabel && axis.axisLabel.texts;
    if (texts) axis.axisLabel.formatter = function (value, index) { return texts[index] || ''; };
  });
  var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString({ useViewBox: true });
  } finally {
    chart.dispose();
  }
}
