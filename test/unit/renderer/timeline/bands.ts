import { RecordingIndex } from '../../../../src/core/analysis/recording-index';
import type { Recording } from '../../../../src/core/trace/recording';
import { arrangeBands, type Arrangement } from '../../../../src/renderer/timeline/arrange-bands';
import type { Band } from '../../../../src/renderer/timeline/band';
import { BandSource } from '../../../../src/renderer/timeline/band-source';
import { metricsOf } from '../../../../src/renderer/timeline/metrics';
import { recordingFromText } from '../../../recording-from-text';

export function bandOf(recording: Recording | string, ended = true): Band {
  const data = typeof recording === 'string' ? recordingFromText(recording) : recording;
  return new BandSource('threads', 'run-1').bandOf(new RecordingIndex(data), ended);
}

/** The plot is as wide as asked for, and begins behind the labels. */
export function arrange(bands: readonly Band[], plotWidth: number, collapsed: readonly Band[] = []): Arrangement {
  const metrics = metricsOf(1);
  return arrangeBands(bands, {
    metrics,
    width: plotWidth + metrics.labelWidth + metrics.restWidth,
    isCollapsed: (band) => collapsed.includes(band),
  });
}
