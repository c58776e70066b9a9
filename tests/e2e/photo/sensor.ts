/** What the stand-in sensor writes beside the picture, as a telephone does: it must not travel. */
export const PLACE = 'Exif\0\0GPS 56.1629 10.2039 Nordbyvej 7';

/**
 * A sensor of 12 megapixels in place of Chromium's (whose own is 1920×1080): `takePhoto` answers with
 * a JPEG of 4000×3000 with grain, and a place in its EXIF. Chromium's camera can do it for real, from
 * a y4m film of that size, but a call with it takes more than two cores.
 */
export const SENSOR = `(() => {
  const made = (async () => {
    const grain = new OffscreenCanvas(640, 640);
    const dots = grain.getContext('2d').createImageData(640, 640);
    let state = 1;
    for (let at = 0; at < dots.data.length; at += 4) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      dots.data[at] = dots.data[at + 1] = dots.data[at + 2] = 112 + (state >>> 27);
      dots.data[at + 3] = 255;
    }
    grain.getContext('2d').putImageData(dots, 0, 0);
    const sensor = new OffscreenCanvas(4000, 3000);
    const context = sensor.getContext('2d');
    context.fillStyle = context.createPattern(grain, 'repeat');
    context.fillRect(0, 0, 4000, 3000);
    const light = context.createRadialGradient(1700, 1300, 100, 2000, 1500, 2600);
    light.addColorStop(0, 'rgba(140, 30, 20, 0.6)');
    light.addColorStop(1, 'rgba(230, 190, 165, 0.6)');
    context.fillStyle = light;
    context.fillRect(0, 0, 4000, 3000);
    const blob = await sensor.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const exif = new TextEncoder().encode(${JSON.stringify(PLACE)});
    const head = new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2]);
    return new Blob([head, exif, bytes.subarray(2)], { type: 'image/jpeg' });
  })();
  window.ImageCapture = class {
    async getPhotoCapabilities() {
      return { imageWidth: { max: 4000 }, imageHeight: { max: 3000 } };
    }
    async takePhoto() {
      window.__taken = await (await made).text();
      return made;
    }
  };
})()`;
