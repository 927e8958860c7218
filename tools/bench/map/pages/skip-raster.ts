/**
 * `?raster=none`: a graphics card that fills no pixels, so that one computed by the processor keeps up with
 * the display. The page's thread makes the same calls and uploads as ever, and only they are measured.
 */
export function skipRasterIfAsked(): void {
  if (new URLSearchParams(location.search).get('raster') !== 'none') return;
  const original: unknown = Reflect.get(HTMLCanvasElement.prototype, 'getContext');
  if (typeof original !== 'function') return;
  Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
    value(this: HTMLCanvasElement, ...asked: unknown[]): unknown {
      const context: unknown = Reflect.apply(original, this, asked);
      if (context instanceof WebGL2RenderingContext) {
        context.enable(context.SCISSOR_TEST);
        context.scissor(0, 0, 1, 1);
      }
      return context;
    },
  });
}
