import '../app/define.ts';
import '../bars/define.ts';
import '../data/define.ts';
import '../deadlines/define.ts';
import '../exporter/define.ts';
import '../filter-bar/define.ts';
import '../funnel/define.ts';
import '../kpi-row/define.ts';
import '../search/define.ts';
import '../table/define.ts';
import { defineElement } from '../../define-element.ts';
import { defineWhenShown } from '../../define-later.ts';
import { SluiceDashboard } from './dashboard.ts';
import { FORECAST_TAGS } from './forecast-parts.ts';

for (const tag of ['sluice-record', 'sluice-importer', 'sluice-board', 'sluice-tasks', ...FORECAST_TAGS])
  defineWhenShown(tag, SluiceDashboard, () => import('../../second-view.ts'));
defineElement('sluice-dashboard', SluiceDashboard);
