/** Tracks that give nothing, in the place of a device that is not there. */
export interface StandIns {
  /**
   * Sound and picture to make a leg of. Both have their place in it from the start, so that a device
   * that comes later takes it without a new call.
   */
  complete(stream: MediaStream): MediaStream;
  close(): void;
}

export function createStandIns(): StandIns {
  let picture: MediaStreamTrack | undefined;
  let silence: MediaStreamTrack | undefined;
  let context: AudioContext | undefined;

  function noPicture(): MediaStreamTrack | undefined {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 16;
    canvas.getContext('2d')?.fillRect(0, 0, 16, 16);
    return canvas.captureStream(0).getVideoTracks()[0];
  }
  function noSound(): MediaStreamTrack | undefined {
    context = new AudioContext();
    return context.createMediaStreamDestination().stream.getAudioTracks()[0];
  }

  return {
    complete(stream) {
      const tracks = stream.getTracks();
      if (!stream.getVideoTracks().length && (picture ??= noPicture())) tracks.push(picture);
      if (!stream.getAudioTracks().length && (silence ??= noSound())) tracks.push(silence);
      // The other side shows the stream under this one's id.
      return tracks.length === stream.getTracks().length ? stream : new MediaStream(tracks);
    },
    close() {
      picture?.stop();
      silence?.stop();
      context?.close().catch(() => undefined);
      picture = silence = context = undefined;
    },
  };
}
