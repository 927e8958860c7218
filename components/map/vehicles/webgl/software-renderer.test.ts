import { expect, it } from 'vitest';
import { isSoftwareRenderer } from './software-renderer.ts';

it.each([
  'WebKit WebGL ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
  'Google SwiftShader',
  'llvmpipe (LLVM 15.0.7, 256 bits)',
  'Mesa/X.org softpipe',
  'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)',
  'Apple Software Renderer',
  'Software Rasterizer',
  'GDI Generic',
])('knows a card that is a program by its name: %s', (name) => {
  expect(isSoftwareRenderer(name)).toBe(true);
});

it.each([
  'ANGLE (Intel, Intel(R) UHD Graphics 620 Direct3D11 vs_5_0 ps_5_0, D3D11)',
  'Mesa Intel(R) Xe Graphics (TGL GT2)',
  'ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)',
  'AMD Radeon RX 6600 (radeonsi, navi23, LLVM 15.0.7)',
  'Adreno (TM) 650',
  'WebKit WebGL',
])('takes a real card for one: %s', (name) => {
  expect(isSoftwareRenderer(name)).toBe(false);
});
