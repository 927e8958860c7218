/** What WebGL implementations that compute on the processor call themselves. */
const SOFTWARE =
  /swiftshader|llvmpipe|softpipe|swrast|lavapipe|software|microsoft basic render|\bwarp\b|mesa offscreen|\bgdi generic\b/i;

/**
 * Whether a graphics "card" is a program on the processor: it would take the time that the page needs.
 * `failIfMajorPerformanceCaveat` lets several of them through, so their names decide.
 */
export const isSoftwareRenderer = (name: string): boolean => SOFTWARE.test(name);

/** The graphics card's name; some browsers hide it behind an extension, others behind nothing or a mask. */
export function rendererName(gl: WebGL2RenderingContext): string {
  const masked = String(gl.getParameter(gl.RENDERER));
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  if (extension === null) return masked;
  return `${masked} ${String(gl.getParameter(extension.UNMASKED_RENDERER_WEBGL))}`;
}
