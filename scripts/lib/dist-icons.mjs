// Draws the PNGs of build/ from the SVGs of build/icon. They are committed, so that packaging needs no display; after
// a change of an SVG:  npx electron scripts/lib/dist-icons.mjs   (as root without a display: xvfb-run … --no-sandbox)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app, BrowserWindow } from 'electron';

const build = join(import.meta.dirname, '../../build');

/** Source, where the PNG of a size goes, sizes in pixels. */
const sets = [
  { svg: 'juggler-small', png: (size) => `icons/${size}x${size}.png`, sizes: [16, 22, 24, 32] },
  { svg: 'juggler', png: (size) => `icons/${size}x${size}.png`, sizes: [48, 64, 128, 256, 512] },
  { svg: 'juggler', png: () => 'icon.png', sizes: [1024] },
  { svg: 'document', png: (size) => `document-icons/${size}x${size}.png`, sizes: [32, 48, 128, 256] },
];

await app.whenReady();
const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
await window.loadURL('about:blank');
for (const { svg, png, sizes } of sets) {
  const source = `data:image/svg+xml;base64,${readFileSync(join(build, 'icon', `${svg}.svg`)).toString('base64')}`;
  for (const size of sizes) {
    const file = join(build, png(size));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await draw(source, size));
  }
}
app.quit();

async function draw(source, size) {
  const dataUrl = await window.webContents.executeJavaScript(`(async () => {
    const image = new Image(${size}, ${size});
    image.src = ${JSON.stringify(source)};
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} });
    canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size});
    return canvas.toDataURL('image/png');
  })()`);
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
}
