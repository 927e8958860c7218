/** Thrown while the card's objects are made; the message is the compiler's own. */
export class WebglFailure extends Error {
  override readonly name = 'WebglFailure';
  readonly code = 'webgl_failed';
}

export interface Program {
  readonly handle: WebGLProgram;
  /** A uniform's place; null, which sets nothing, when the compiler has dropped it. */
  at(name: string): WebGLUniformLocation | null;
}

/** @throws WebglFailure with the compiler's log */
export function createProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program {
  const handle = gl.createProgram();
  const shaders = [compile(gl, gl.VERTEX_SHADER, vertex), compile(gl, gl.FRAGMENT_SHADER, fragment)];
  for (const shader of shaders) gl.attachShader(handle, shader);
  gl.linkProgram(handle);
  if (gl.getProgramParameter(handle, gl.LINK_STATUS) !== true) {
    const logs = [gl.getProgramInfoLog(handle), ...shaders.map((shader) => gl.getShaderInfoLog(shader))];
    throw new WebglFailure(`shaders: ${logs.filter(Boolean).join(' ').trim() || 'no log'}`);
  }
  for (const shader of shaders) gl.deleteShader(shader);
  gl.uniformBlockBinding(handle, gl.getUniformBlockIndex(handle, 'Frame'), 0);
  return { handle, at: (name) => gl.getUniformLocation(handle, name) };
}

/** Errors show when linking: asking earlier would wait for the compiler. */
function compile(gl: WebGL2RenderingContext, kind: GLenum, source: string): WebGLShader {
  const shader = gl.createShader(kind);
  if (shader === null) throw new WebglFailure('the context makes no shaders');
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}
