import { expect } from 'chai';
import { deviceOf } from './device.ts';

describe('the device of a session', () => {
  it('is told by what its browser says of itself', () => {
    expect(
      deviceOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0'),
    ).to.deep.equal({ browser: 'Edge', system: 'Windows' });
    expect(
      deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 CriOS/140.0 Safari/604.1'),
    ).to.deep.equal({ browser: 'Chrome', system: 'iOS' });
    expect(
      deviceOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.0 Safari/605.1'),
    ).to.deep.equal({ browser: 'Safari', system: 'macOS' });
    expect(deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0')).to.deep.equal({
      browser: 'Firefox',
      system: 'Linux',
    });
    expect(deviceOf('curl/8.5.0')).to.deep.equal({ browser: 'curl', system: '' });
  });

  it('is unknown where nothing is told', () => {
    expect(deviceOf('')).to.equal(null);
    expect(deviceOf('<script>')).to.equal(null);
  });
});
