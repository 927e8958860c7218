/** Sentences of the driver's phone console. */
export const driverConsole = {
  title: 'Driver console',
  description: 'Your jobs, your offers and your position, on your phone.',

  noProfileTitle: 'Your account has no driver profile',
  noProfileBody: 'Ask an administrator to add a vehicle and skills to your account, then reload this page.',

  duty: {
    label: 'On duty',
    on: 'On duty',
    off: 'Off duty',
    onHint: 'You get offers. Dispatch sees where you are.',
    offHint: 'You get no offers. Your position is not read.',
    goOn: 'Go on duty',
    changing: 'Changing…',
    busy: 'Finish your job before you go off duty.',
    failed: (reason: string) => `Your duty did not change. ${reason}`,
    offTitle: 'You are off duty',
    offBody: 'No offers reach you and your position stays on this phone. Go on duty when you are ready.',
  },

  waiting: {
    title: 'Waiting for an offer',
    body: 'Keep this page open. An offer fills the screen and sounds.',
  },

  sound: {
    enable: 'Turn on sound for offers',
    enableHint: 'Your browser plays sound only after you tap once.',
    on: 'Sound is on for offers',
  },

  job: {
    region: 'Current job',
    reference: (reference: string) => `Job ${reference}`,
    customer: 'Customer',
    call: (name: string) => `Call ${name}`,
    noPhone: 'No phone number is known.',
    notes: 'Notes',
    place: 'Place',
    fromDispatch: 'From dispatch',
    noAddress: 'No address is known; use the map.',
    navigate: 'Navigate',
    navigateHint: 'Opens directions to the place',
    mapLabel: 'Where the job is',
    steps: {
      en_route: 'Start driving',
      on_site: 'I have arrived',
      in_service: 'Start the work',
      completed: 'Complete the job',
    },
    hints: {
      assigned: 'The customer sees your vehicle from the moment you start driving.',
      en_route: 'Dispatch and the customer see your position.',
      on_site: 'Find the customer, then start the work.',
      in_service: 'Complete the job when the customer can go on.',
    },
    sending: 'Sending…',
    retry: (step: string) => `Try again: ${step}`,
    stepFailed: (reason: string) => `That step is not saved yet. ${reason}`,
    stepRefused: (reason: string) => `That step was refused. ${reason}`,
    others: 'Something else happened',
    outcomes: {
      gone_on_arrival: {
        title: 'Nobody is here',
        menu: 'Nobody is here (gone on arrival)',
        body: 'This ends the job as gone on arrival. It cannot be undone.',
        confirm: 'End the job: gone on arrival',
      },
      unsuccessful: {
        title: 'It did not work',
        menu: 'It did not work (unsuccessful)',
        body: 'This ends the job as unsuccessful. It cannot be undone.',
        confirm: 'End the job: unsuccessful',
      },
    },
    note: 'What happened?',
    noteHint: 'Dispatch reads this note.',
    noteMissing: 'Write a short note, so that dispatch knows what to do next.',
    moreJobs: (count: number) => `${count} more jobs after this one`,
    oneMore: 'One more job after this one',
  },

  ended: {
    completed: (reference: string) => `Job ${reference} is completed.`,
    unsuccessful: (reference: string) => `Job ${reference} ended as unsuccessful.`,
    gone_on_arrival: (reference: string) => `Job ${reference} ended: nobody was there.`,
    canceled: (reference: string) => `Job ${reference} was canceled. You do not need to go there.`,
    expired: (reference: string) => `Job ${reference} expired.`,
    takenAway: (reference: string) => `Dispatch took job ${reference} back. You do not need to go there.`,
    dismiss: 'OK',
  },

  offer: {
    title: 'New offer',
    secondsLeft: (seconds: number) => (seconds === 1 ? '1 second left' : `${seconds} seconds left`),
    distance: (text: string) => `${text} away`,
    minutes: (minutes: number) => `about ${minutes} min`,
    distanceUnknown: 'Distance unknown: your position is not known yet',
    urgent: 'Urgent',
    accept: 'Accept',
    accepting: 'Accepting…',
    decline: 'Decline',
    declining: 'Declining…',
    acceptAgain: 'Try to accept again',
    declineAgain: 'Try to decline again',
    failed: (reason: string) => `Your answer is not saved yet. ${reason}`,
    takenTitle: 'Another driver has this job',
    takenBody: (holder: string | null) =>
      holder === null
        ? 'Somebody else was quicker or dispatch gave it to them.'
        : `${holder} was quicker. You stay available for the next offer.`,
    expiredTitle: 'This offer ran out',
    expiredBody: 'The time to answer is over. You stay available for the next offer.',
    withdrawnTitle: 'This offer is gone',
    withdrawnBody:
      'It went to another driver or dispatch took it back. You stay available for the next offer.',
    dismiss: 'OK',
    more: (count: number) => (count === 1 ? 'One more offer waits' : `${count} more offers wait`),
  },

  position: {
    region: 'Position',
    sharing: (metres: number) => `Position is being sent · accurate to ${metres} m`,
    readNotSent: (metres: number) => `Position is read, not sent yet · accurate to ${metres} m`,
    finding: 'Finding your position…',
    waiting: (count: number) =>
      count === 1 ? '1 position waiting to be sent' : `${count} positions waiting to be sent`,
    waitingKept: 'They are kept on this phone and sent as soon as the server can be reached.',
    waitingNotKept:
      'This browser does not keep them: stay on this page until they are sent, or they are lost.',
    sendNow: 'Send now',
    rejected: (count: number) =>
      count === 1 ? 'The server refused 1 position.' : `The server refused ${count} positions.`,
    overflowed: (count: number) =>
      count === 1
        ? 'The oldest waiting position was dropped to make room.'
        : `The ${count} oldest waiting positions were dropped to make room.`,
    signedOut: 'Your session has ended. Sign in again; the waiting positions are kept.',
    signIn: 'Sign in',
    deniedTitle: 'Position is blocked',
    deniedBody:
      'Dispatch cannot see you. Open this site’s settings in your browser (the icon beside the address), allow Location, then tap Try again.',
    unavailableTitle: 'No position yet',
    unavailableBody:
      'This device cannot tell where it is. Turn on its location service or go where you see the sky.',
    timeoutTitle: 'Finding your position takes long',
    timeoutBody: 'Go where you see the sky, or turn on Wi-Fi and mobile data. Trying goes on.',
    insecureTitle: 'Position needs a secure address',
    insecureBody:
      'Browsers tell a position only to pages that come over https. Ask your administrator for the https address of this page.',
    unsupportedTitle: 'This browser cannot tell a position',
    unsupportedBody: 'Open this page in a current Chrome, Safari or Firefox.',
    otherTabTitle: 'Another tab sends your position',
    otherTabBody: 'Close the other tab if you want to send from here.',
    retry: 'Try again',
    staysAwake: 'The screen stays on while you are on duty.',
    mayStop: 'Keep the screen on: a phone that sleeps stops sending its position.',
  },

  offline: {
    title: 'You are offline',
    body: 'Callout needs the network to show your jobs. Positions you have not sent yet are kept on this phone.',
    retry: 'Try again',
  },
} as const;
