import { comparisonJson } from '../../core/analysis/comparison-json';
import { jsonText } from '../../core/base/json-text';
import type { Terminal } from '../terminal';
import type { ComparisonView } from './comparison-view';
import { printRecording } from './print-recording';
import { printComparison } from './print-comparison';

/** The result on stdout: one JSON document and nothing else, or for people. */
export function writeResult(view: ComparisonView, json: boolean, { out }: Terminal): void {
  if (json) out.write(`${jsonText(comparisonJson(view))}\n`);
  else if (view.manifest.spec.workload.kind === 'command') printRecording(view, out);
  else printComparison(view, out);
}
