import '@sluice/widgets/define';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { deals, STAGES } from './deals.ts';

const address = `data:application/json,${encodeURIComponent(JSON.stringify(deals))}`;

/** React owns the page and its state; the elements are tags like any other. */
function Pipeline() {
  const [stage, setStage] = useState('');
  return (
    <sluice-app source={address} locale="en" today="2025-02-05">
      <h1>Pipeline</h1>
      <label>
        Stage{' '}
        <select value={stage} onChange={(event) => setStage(event.target.value)}>
          <option value="">all</option>
          {STAGES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <sluice-kpi measure="weighted.open" />
      <sluice-funnel />
      <sluice-table columns="client amount stage" where={stage === '' ? '' : `stage = '${stage}'`} />
    </sluice-app>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<Pipeline />);
