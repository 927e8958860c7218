/**
 * `?raster=none`: a graphics card that is asked for one vehicle's pixels and no more, so that one computed by the
 * processor keeps up with the display. The page's thread makes the same calls and the same uploads as ever, and
 * only they are measured; at few frames a second each of them would carry a share of what goes by time.
 */
export function skipRasterIfAsked(): void {
  if (new URLSearchParams(location.search).get('raster') !== 'none') return;
  const draw: unknown = Reflect.get(WebGL2RenderingContext.prototype, 'drawArraysInstanced');
  if (typeof draw !== 'function') return;
  Object.defineProperty(WebGL2RenderingContext.prototype, 'drawArraysInstanced', {
    value(this: WebGL2RenderingContext, mode: number, first: number, vertices: number): void {
      Reflect.apply(draw, this, [mode, first, vertices, 1]);
    },
  });
}
