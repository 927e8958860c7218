import { HEADING_STEP_DEGREES, HEADING_UNKNOWN, META, RING } from '#lib/store/fleet-columns.ts';
import { LATENESS_STEP_MS, PLAYOUT_MS } from '#lib/store/playout.ts';
import { MIN_DIRECTION_UNITS } from '#lib/store/sample-vehicle.ts';
import { LABEL_GAP_PX } from '../fleet-renderer.ts';
import { MARKER_LOOKS, RING_PX, SPRITE_PX } from '../vehicle-sprites.ts';
import { FRAME_BLOCK } from './frame-uniforms.ts';
import { MARKER_CELL, RING_CELL } from './marker-cells.ts';

/** Attribute locations, the same in both programs: the columns as they are, one row an instance. */
export const LOCATION = { x: 0, y: 1, playAt: 2, heading: 3, meta: 4, label: 5, labelRow: 6 } as const;

/** What a draw call is for: everybody but the selected one, or the selected one alone. */
export const PASS = { others: 0, selected: 1 } as const;

/** The selected marker has a ring: its label moves out of it. */
export const SELECTED_LABEL_DROP_PX = 6;

/** The vertices of two triangles that make a square, corners at -1 and 1. */
const VERTICES_PER_QUAD = 6;
export const MARKER_VERTICES = VERTICES_PER_QUAD;
/** The ring, then the marker on it. */
export const SELECTED_VERTICES = 2 * VERTICES_PER_QUAD;

const float = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));
const field = (name: keyof typeof META): string => `((meta >> ${META[name].shift}u) & ${META[name].mask}u)`;

/**
 * sample-vehicle.ts and connectivity.ts again, in the card's numbers. Its floats have 24 bits: places are
 * subtracted as integers from an origin near the view's middle, times from the present, and only the small
 * differences become floats.
 */
const VEHICLE = /* glsl */ `#version 300 es
precision highp float;
precision highp int;
${FRAME_BLOCK}
uniform int pass;
layout(location = ${LOCATION.x}) in uvec4 x;
layout(location = ${LOCATION.y}) in uvec4 y;
layout(location = ${LOCATION.playAt}) in uvec4 playAt;
layout(location = ${LOCATION.heading}) in uvec4 heading;
layout(location = ${LOCATION.meta}) in uint meta;
out vec2 texel;

const vec2 CORNERS[${VERTICES_PER_QUAD}] = vec2[](
  vec2(-1, -1), vec2(1, -1), vec2(-1, 1), vec2(-1, 1), vec2(1, -1), vec2(1, 1)
);
// Twelve days: further than this nothing depends on how far, and signed integers do not overflow.
const uint FAR_MS = 0x3fffffffu;

struct Vehicle {
  vec2 px; // CSS pixels on the canvas
  float degrees; // -1: unknown
  int look;
  bool hidden;
};

int msSince(uint then) {
  return then <= nowMs ? int(min(nowMs - then, FAR_MS)) : -int(min(then - nowMs, FAR_MS));
}

float apart(uint to, uint from) {
  return to >= from ? float(to - from) : -float(from - to);
}

float degreesOf(uint unit) {
  return unit == ${HEADING_UNKNOWN}u ? -1.0 : float(unit) * ${float(HEADING_STEP_DEGREES)};
}

float headingBetween(float from, float to, vec2 way, float fraction) {
  if (from >= 0.0 && to >= 0.0) {
    float turn = mod(to - from + 540.0, 360.0) - 180.0;
    return mod(from + turn * fraction + 360.0, 360.0);
  }
  // World y grows southwards.
  if (length(way) >= ${float(MIN_DIRECTION_UNITS)}) return mod(degrees(atan(way.x, -way.y)) + 360.0, 360.0);
  return to >= 0.0 ? to : from;
}

Vehicle vehicle(bool selected) {
  int count = int(${field('count')});
  int newest = int(${field('newest')});
  int from = newest;
  int to = newest;
  // From the newest back to the fix whose turn has come; the oldest if none has.
  if (still == 0) {
    for (int back = 1; back < ${RING}; back += 1) {
      if (back >= count || msSince(playAt[from]) >= 0) break;
      to = from;
      from = (newest + ${RING} - back) % ${RING};
    }
  }
  vec2 place = vec2(apart(x[from], origin.x), apart(y[from], origin.y));
  float turned = degreesOf(heading[from]);
  int ranMs = msSince(playAt[from]);
  if (to != from && ranMs >= 0) {
    float span = apart(playAt[to], playAt[from]);
    float fraction = span > 0.0 ? min(1.0, (float(ranMs) + nowFraction) / span) : 1.0;
    vec2 way = vec2(apart(x[to], x[from]), apart(y[to], y[from]));
    place += way * fraction;
    turned = headingBetween(turned, degreesOf(heading[to]), way, fraction);
  }
  int ageMs = msSince(playAt[newest]) + ${PLAYOUT_MS} + int(${field('lateness')}) * ${LATENESS_STEP_MS};
  bool stale = ageMs >= max(staleAfterMs, 3000 * int(${field('interval')}));
  bool dropped = ageMs >= lostAfterMs || ${field('filtered')} == 1u || ${field('clustered')} == 1u;
  int status = int(${field('status')});
  return Vehicle(
    originPx + place * scale,
    turned,
    stale || ageMs >= lostAfterMs ? ${MARKER_LOOKS.indexOf('stale')} : (look >= 0 ? look : status),
    count == 0 || (dropped && !selected)
  );
}

// Device pixels from the canvas' top left.
vec4 onCanvas(vec2 device) {
  return vec4(device.x / canvasPx.x * 2.0 - 1.0, 1.0 - device.y / canvasPx.y * 2.0, 0.0, 1.0);
}

const vec4 NOWHERE = vec4(2, 2, 2, 1);
`;

export const MARKER_VERTEX = /* glsl */ `${VEHICLE}
// Texels of an atlas cell's side, and per CSS pixel.
uniform vec2 cell;
uniform vec2 atlasSize;

void main() {
  bool selected = pass == ${PASS.selected};
  Vehicle shown = vehicle(selected);
  texel = vec2(0);
  gl_Position = NOWHERE;
  if (shown.hidden || (!selected && gl_InstanceID == selectedRow)) return;
  vec2 corner = CORNERS[gl_VertexID % ${VERTICES_PER_QUAD}];
  bool ring = selected && gl_VertexID < ${VERTICES_PER_QUAD};
  float halfPx = ring ? ${float(RING_PX / 2)} : ${float(SPRITE_PX / 2)};
  int kind = ring
    ? ${RING_CELL}
    : shown.look * ${MARKER_CELL.perLook} + (shown.degrees < 0.0 ? ${MARKER_CELL.disc} : ${MARKER_CELL.arrow});
  vec2 middle = (vec2(kind % ${MARKER_CELL.columns}, kind / ${MARKER_CELL.columns}) + 0.5) * cell.x;
  texel = (middle + corner * halfPx * cell.y) / atlasSize;
  float angle = ring || shown.degrees < 0.0 ? 0.0 : radians(shown.degrees);
  mat2 turn = mat2(cos(angle), sin(angle), -sin(angle), cos(angle));
  vec2 px = shown.px + turn * corner * halfPx * (selected ? 1.0 : markerScale);
  gl_Position = onCanvas(px * ratio);
}
`;

export const LABEL_VERTEX = /* glsl */ `${VEHICLE}
// Texels: left, top, width, height; a texel is a device pixel.
layout(location = ${LOCATION.label}) in vec4 label;
layout(location = ${LOCATION.labelRow}) in uint labelRow;
uniform vec2 atlasSize;

void main() {
  bool selected = int(labelRow) == selectedRow;
  Vehicle shown = vehicle(selected);
  texel = vec2(0);
  gl_Position = NOWHERE;
  if (shown.hidden || selected != (pass == ${PASS.selected})) return;
  vec2 corner = CORNERS[gl_VertexID % ${VERTICES_PER_QUAD}] * 0.5 + 0.5;
  texel = (label.xy + corner * label.zw) / atlasSize;
  // On whole device pixels, or the text blurs.
  float gapPx = ${float(LABEL_GAP_PX)} + (selected ? ${float(SELECTED_LABEL_DROP_PX)} : 0.0);
  vec2 topLeft = round(vec2(shown.px.x, shown.px.y + gapPx) * ratio - vec2(label.z * 0.5, 0));
  gl_Position = onCanvas(topLeft + corner * label.zw);
}
`;

/** @param lodBias -1: the next finer level of a texture painted at twice the size, 0: as it is */
export const fragment = (lodBias: number): string => /* glsl */ `#version 300 es
precision mediump float;
in highp vec2 texel;
uniform sampler2D atlas;
out vec4 colour;

void main() {
  colour = texture(atlas, texel, ${float(lodBias)});
}
`;
