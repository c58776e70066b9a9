const ABOVE =
  'while there is a citizen on the tablet, the one button at the top logs the citizen out';
const LATE =
  'the silent check begins at the choice of the clinic and is over within twelve seconds; nobody comes to an end as soon';
const NO_VIEW =
  'the tablet asks for the view of its consultation only once the join is accepted, so it sees none while sending';

/** What the machine takes and no screen lets happen (M2). */
export const tabletUnreachable: Readonly<Record<string, string>> = {
  'desk.withoutCpr × SIGN_OUT[0] (of desk)': ABOVE,
  'desk.clinic × SIGN_OUT[0] (of desk)': ABOVE,
  'desk.check × SIGN_OUT[0] (of desk)': ABOVE,
  'desk.reason × SIGN_OUT[0] (of desk)': ABOVE,
  'desk.done × SIGN_OUT[0] (of desk)': ABOVE,
  'desk.rejected × SIGN_OUT[0] (of desk)': ABOVE,
  'desk.cancelled × SIGN_OUT[0] (of desk)': ABOVE,
  'desk.expired × SIGN_OUT[0] (of desk)': ABOVE,
  'desk.done × CHECKED[0] (of desk)': LATE,
  'desk.rejected × CHECKED[0] (of desk)': LATE,
  'desk.cancelled × CHECKED[0] (of desk)': LATE,
  'desk.expired × CHECKED[0] (of desk)': LATE,
  'attended.sending × OUTCOME[2]':
    'every join without CPR says that it is agreed, and nobody is in the queue twice without a number',
  'attended.sending × VIEW_CHANGED[0]': NO_VIEW,
  'attended.sending × VIEW_CHANGED[1]': NO_VIEW,
  'attended.sending × VIEW_CHANGED[2]': NO_VIEW,
  'attended.sending × VIEW_CHANGED[3]': NO_VIEW,
  'attended.sending × VIEW_CHANGED[4]': NO_VIEW,
  'attended.sending × VIEW_CHANGED[5]': NO_VIEW,
};
