declare module 'vt-pbf' {
  const vtpbf: {
    /** @param layers layer name → tile of geojson-vt */
    fromGeojsonVt(
      layers: Readonly<Record<string, unknown>>,
      options?: { readonly version?: 1 | 2; readonly extent?: number },
    ): Uint8Array;
  };
  export default vtpbf;
}
