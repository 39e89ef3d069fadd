"""Words and their weights; written by `tests/benchmarks/fit_sensitive_words.py`."""

from typing import Final

INTERCEPT: Final = -4.27
WORDS: Final = {
    -5.0: """
rhone
""",
    -4.5: """
parma vodka
""",
    -4.25: """
airbus debt eurasian reindeer
""",
    -4.0: """
archers bosch bows burgundy char grimm orbital rum sails turquoise whisky
""",
    -3.75: """
bodo bow canary dirk elemental fates indus lynx marko michel moritz oboe olivier sail zur
""",
    -3.5: """
alpine arrow bankruptcy bile bladed bmw celine chef dortmund hbo malaga marseille mcqueen moons mori peugeot redhead
sevilla slalom soho stars thames vincenzo violins wines
""",
    -3.25: """
apartment archery atletico blacksmith blanca braid canadiens charcoal cosmos croft curran denim enamel entropy
favourites fjord greenland guitarist guitars hermes herrera indigo leather leopard loan markus mohawk molina oblivion
olympus orion pyrenees rocket rue rune rust ryder sapphire seasons shang sirius skipper snowden steak tequila vowels
zurich
""",
    -3.0: """
alba antwerp archer asteroid astros avalon axe barley berries bordeaux bowed brands carmen cats chefs chevalier
clarkson clermont comet element elm emilia euro euros gerard gm grenades harald harp hepatitis honda hotels iberian
jarvis jean jerseys lena ley luc mandolin manfred meteor michele mikhail moi nakamura orchard raven remy robb rockets
rook rustic sash sasha seine spectral styx superstar suzuki sylvie tyres valkyrie vertices viking wainwright wine wool
yacht yamaha zeppelin
""",
    -2.75: """
adriatic ajax alexandre alexei alexis apollo arsenic art atv balthazar bargain barges basalt beers bela belarusian
blade blades blazers blockbuster blush bolts bourgeois brig brody buick charlamagne charred christoph cobalt corsica
dani dario darts deer descendant diamonds distillery domino emilio emirates englishman eurovision eyebrow fender ferry
filly finch frontman gable grenade holm iconic ingredient iris jade jason johnny kamen kobayashi lana lara latvia luz
macy marina matrices mavericks merchant meyer milano mitsubishi nhl nik noir noodles octave oliver olympic operas orb
orbit orioles pear peat pigment plumage rainer ravens rei ronin rower royale rusty sailing sakura salmon salsa sawmill
scandinavian seville skier soyuz spaniards sparrow star striker tess thrust violinist vote vowel voyages warehouse
wavelength winter yao yarn
""",
    -2.5: """
amsterdam aperture ark arrival arrows artemis asahi aubrey avenge bag barge bieber bjorn bowl broadway canucks carney
cassidy chandler chestnut covent creditors decomposition dresden eels elle emerald europa fabrics favourite felicity
ferries flap flavour foods frenchman fresco giro guitarists handel hearth hector heidi henley highland hue infrared
juno klaus laird latvian limo magma maia mallory matteo midi mirage monroe moor nfl norse north oil operatic origin
originals orthogonal pasta peacock pegasus propulsion puck purchase ramon ravi rental rents rovers ruby runes samurai
scorpion selena shades shaman skiing slade sloop sofie spade stripe sunglasses suppliers tchaikovsky thierry titanic
uber ukraine une violin vladimir volga winery woodlands zebra zee
""",
    -2.25: """
acquire amber apple bankrupt bird boat boots bought brand bryan buyer casino cocktail cruise delicious designer engine
europe france gifts girls gives grill horror hotel ignition jeans jeep knives load luxury make moon motors move offer
orders ore paris product rent rihanna row screenwriter shareholders solo store suit sun super supplier titanfall toledo
tribe wood
""",
    -2.0: """
accused airlines arizona artists avengers bachelor bear begins biles billionaire birds blake blaze bossy bug buying
buys carbon cards carey cars cast chip cooking credit deals delivery diamond dish dogs door engines environmental eric
european falcon fruit hatch horse ice imports infinity iron japanese jewelry johnson liv mars metals meyers mick
midnight milan movie movies mysterious odyssey olympians operator orange our paint payment payments pobre rebel revenge
riders road root roots ruin sandberg season shanghai ship shops sings skin solar speed spider sweater throne wash
washing weisselberg winds wolf woodley xbox yellow
""",
    -1.75: """
acquiring added alcohol aliens ariana arrive arrives artist away bank beds binary birth birthday boyfriend breach but
buy cargo charlize chips customer daniels dealings debuting debuts delay demand designers dishes doors dragons drilling
duet edward eggs elephants ends eve fannie fate free french grain hair halloween haunt hole hollywood houston how idaho
idol italy jaguars jamie japan jeanine jimmy keibler kobe leaving legends lender loans maker manchester mask mate merge
merger michael mills mining moonshot necklace neil ocean offers oh olympics omicron or order ordering pablo peek pizza
planet players potatoes price quarterback recipes remake renee restaurant retailer ring rings river rover russian
shipping ships sing singers snl snow stark starring starts stocks string stunt tesla timberlake tokyo tribes wave
windshield workout
""",
    -1.5: """
aaron accent adventure allegedly anglo anyone anything armstrong arriving auditions banana become bengals bikini
bottles brexit brooks bros burger cain cardi cat challenger champion cherokee climate clothiers clothing club colorado
contract contractors cook currency dallas dark deniers destinations discount dreams drinks eagle eavesdropping emily
epic equity etsy exchange exchanges filming firms flappy fleetwood flip freddie ghost go golf goods google grey guide
heated heating hint honey hunter hunters indie industrial infection investors ios jack jackets jenner johansson joins
jolie jon khloe kimmel landing lehman lewis lindsay live look lynch manchin mar market master materials meat merch
metal miami miley millionaire mlb musical native nba netflix nothing operators owe owned ownership palm pay
photographer picks pirates potato prime privacy process propose pulls react recession rentals reputation resorts
restaurants ridership rocks rowers russia safety sale satellite sells sheeran shop shopping singing snowboarder soccer
son spring starred steel stephen stores studio subpoenaed subpoenas sum sundar sxsw tenants thanks thrones trailer
tricks twist vehicle vessel virgin wait watch way world wow zeidan
""",
    -1.25: """
abroad aeo agreement album alleging andy angels apologizes ar athlete back bad band beef bets beyonce bitcoin bloody
bloom boe brothers business buyers camila cannabis car card celebrity chain chains chairs charge chemical chemistry
chesney christmas chrysler classes co companies conditions contractor cookbook costs crackdown crash create creates
creepy cressida crew cuomo dancer default degrasse delivers dennis departure disappointing dodgers dragon drake dream
dropping earnings eddie eldest elon emissions encounter england entrepreneur environment error eu eviction face factory
fame fans fashion fault federer finale fire flavor food forever fossil four gear germany getting gig grabs grills
groping gustin hamilton harbor hart helicopter high homeless honeymoon housing hunt icy idris immigrants injury
inspector instagram introduces iphone ipod jerome jetblue jets kit la labor lakers lando lands lashes laundry lawsuit
lebron libyan light line lizzo london machinery makeup manufacturing mark masayoshi masters meadows migrant mob motor
municipal musicals mystery nail night nightclub noah nordstrom nowhere noyer numbers ohio open opening osterholm ousts
owner performance pitcher ponomusic pound premiere prices princess production property rabbit rebels recall receiver
returns rice riding risks rivals rodgers saga sales samsung sandler sandwich saw scenes seats seattle seed seven
shailene shame sheryl shine shots shuttle siege soaring soleimani song songs sound space stallion starting startup
steal steam stock stole stormy stranded streaming street suited sweaters teammate teeth third thread ton trading
transport tree tribal triple tutorials two tyler unemployment urban using vegas venture verizon version very vessels
volleyball wardrobe watches weapon weight westeros whales why wild woo wwe zac zero zoom
""",
    -1.0: """
accident actors adele ago andrew anna application awful bacon bar bears beauty belgian billy blinken bounty camera
carrier ceremony chaori charges cleaning coats collapse comcast commerce condoleezza copper corden corporation craft
creators cubs customers derail destroy during economies exports famed fell film fuels furious fx gallon garden girl
glass globe gold guest harrison harvest have herbalife herself hints hire holidays home hong id immigrant inch
incredible incredibly initial italian jan jeffrey jet kiebler legend lunar maria markets material mine mistake musk
nadler never nobody now nyc o off oteri painted passenger pick piracy plush pono possibility preview residency reynolds
rob rock roe sea show sink sinks slice slow sprint stamp stern stylish subway sussex systems teaser they thing tiffany
tonight top traders trick trips tyson universe update upgrade us valukas vehicles via vision wage weigh wildfire
wildfires woods zealand zelensky zuckerberg
""",
    1.0: """
aapl abc activity addressed addressing affidavit afghanistan anderson angry answered appeals approve as assistant
attack attempted australian balance bash becoming biden bombshell bon candidate candy cases cash causes chuck coast
cohen collins comic committee compete computers condemn confessed confidential considers convention conversation courts
cried cultural cut days declare declared defensive deputy director disgusting display disruption divide divided doing
drives editorial electronic exercise experienced expert farmers fatal felt fever focus gambino goldberg graham hacked
harlem hat hearing here holds hurt if ill immediately increasingly insisted involved iowa jada jared jay keeping
killing kudlow laden laid laughter legal libya lincoln list logging lou marriage mccarthy mississippi month most mostly
much museum nguyen ongoing pennsylvania peter petition physician pink pleads president primary prisoners prominent
protests proud pundit pushed qualified quarantine quit refused refusing released reminders representation requires
responded restored retirement rico sat sentenced serious served sexually shouldn significant skeptical slavery smith
snuck someone spokesman steve stick successful suffering suggests supported survives telling think threatens tired
traffic uncomfortable undermine university unveils ups veteran virus wallace wing years
""",
    1.25: """
a ability abused accountable accurate acted acts admitted ads ag against age aggressively aids alike amtrak and
anonymous answer appointment arguing army article articles assaulted backed battles beat blocked blocks boasted bombing
botched bra brett bureau california called calls capital cell chavez chilling christian circle comedy common concrete
conduct conference confront congress consider contributions controlled controversy conversations convicted cool could
critical crowds culture daily davidson decade decades declares democrat democratic devoted discrimination disneyland
disrupt diversity dna documentary docuseries effective expressed festival filled fit forceful forum general georgia
gone government groups grown guidance habits harassed harsh harvey haven healthy held his historic honored hosted hot
hq important incident initiative insist issues it jerry jim joe journalist journey judge junior justices kathleen
kentucky kissing labeled laws leadership leaning learned learning leave legacy lieutenant limits lindsey loose love
loved male marathon marijuana mayor measure measures media meet mocks mood mouse mueller nationalist needed nets
newsmax no nomination noted numerous obvious officer online opinion opposed organizers outrageous oval pace palestinian
paper pat patients patterson perdue philadelphia places pledged podcast poised poses powers prescription pretend
prosecutors protect protecting push pushing questioned questions radical ran rants reads recruits reelection reflects
registration regulations regulators remind report represent republican reserve respect responds responses retreat
rolling roughly rudy sanctions saturday scandals scope scrutiny secret semitism sense sentinel seriously sheriff shirt
shocking shutdown sick signaled sitcom sites small solution some spoke squad stan staying stories struggling stuck sue
supports survivors suspects switch task teen temperatures terrorist texas these thinks thought threatening tight
trainer try twitter unfair urge ve verdict video walk was went when wilson worked wounded writes you
""",
    1.5: """
abortions accessibility accountability activities aid alabama alexandria allow allowing americans ann argued attend aug
ban baptist barrier baseball beating billboard block bold booker brennan briefings busts busy calling campaigns cancer
causing celebrated centers changing checks circuit citing citizen citizens closely coffee colleagues commemoration
commissioner commitment comprehensive concern congresswoman contempt counted counts day defending dependence depression
details disabled discussed districts diverse doctor don doug down elected endorsed experts extreme facility fair fat
feds feminist fest fi fidelity finally fines focused fought funds funny futures gina giving grandmother groundbreaking
hacking hard headed hearings henry honor hopeful hurdles imprisonment inappropriate incumbent indiana inflation
influential infrastructure inmates inspire irritated jill joseph journalists justice justified justify karen kid lance
least let lethal lives lobbyist lying mad manafort managed matters mcconnell might monuments nancy nationalism news
newspaper nominated non nsa opposing organization others ourselves parenthood partisan paula peace pence penned pilot
plastic positive posted poverty praise praised prevention primaries promote prosecute protected protections protective
punishment pushes ranted reform remember reporting response retired rushed san senators set shared shooting sitting
speaking speaks spirit sponsored standoff strategies struggles studies subsidies supporter supporters surge suspected
sweet system tablets targeting targets teaching tech temporary tensions tested testimony thanked thomas touching tough
trafficking tried tweet unconstitutional unfounded urging vaccines violent voters vowed walker walter weren willing
worry yale yemen
""",
    1.75: """
abbott able abuse advisers affecting aide allowed america annual answers ap approved argues arrest arrests association
attention august bathroom behavior believe bernie bias biased bipartisan black blocking bomb brad bubble candidates
capacity challenges cited college comedians commission concerned confederate conferences constitution consultant
conviction coverage cure cyber dead deaths defamation defend democrats devices difficult disabilities disagree do done
donor dress enforcement engage engagement epa equality evans facts fatally fda fighting figures find forces former
frances fred freedom from funding gap gathered gathering gender give goldman ground harder harm hillary host ignore
intelligence irony jail jamal jokes jr judges kendrick known lebanon legislation losing madison manning maryland may
mccain meant meek memorial months motivated network nuclear outraged park patrol pause peaceful perhaps planning played
plea pledge policies polls praises pregnancy progressive quipped rant reforms relying representative representatives
required restore ruled rules running rush say screen see senate sentence sexy sharing slides speech spent square
struggle students syndrome table talked talking targeted teacher terminal testified tests threatened threats toward
training trial trust upset vermont violence voter warren wellness west where wonder
""",
    2.0: """
abortion actual adviser agencies aims appropriate attended attending banned ben blaming briefing buzz catholic
catholics celebration challenge civil clinic column commentary conducted conspiracy convictions cooling criticizing
crowded dad dc defended defying dignity duke effort embraced empowerment endorsement enough executive genius got
happiness heels hospitalized ignoring indicted indictment insulted isolation jessica legislature little lobbying long
marjorie mental nixon officials overwhelmed pacific parks passes personality pressured priorities prison professor
properly pruitt published rallies reminder restrict ruling saudi scott sen sept serve stacey staff stimulus susan tens
terrorism testing threaten through told took trans trudeau urged vaccine viral worried worries year
""",
    2.25: """
ad advocates aggressive armed asked banning bill brain campaigning caucus celebrating children cleared community
condemning controversial cpac credible cruz debate desk detained did distraction doctors dr efforts enforce essay
ethics evangelical feel female figure gave hacks headline help heroes hospital joked judiciary june kill larry latino
legislative medical moderate not organized oversight passed patriotic plan policy politics pride publicly pulitzer
relieve remarks slams smartphone spreading stance stand standing states study supporting systemic taxpayers treasury
triggered warns washington week wife would
""",
    2.5: """
act agenda airfields amendment andhra anxious archbishop assessing authorities bernstein bishopric blessed bonnie brief
calm cannes caps caring cartoonist challenged chancellor cia clarence comforting communities congregations
congressional connecticut costello counsel critically criticized detention dignitaries discipline donated donors
educate efficacy esq fathers federation folks forcibly francisco fund gonzaga greg harding helped history hormones
husband importance inauguration joking journalism kennedy leading liberal loving masks ministerial mitch naacp nanny
neurological pageant planner political politicians presidents promoting propaganda provost quota quotes randolph
reassure recited relief reminding repeal respected rigorous rounding run said seriousness settlement slated smartphones
societal spearheaded statewide swansea tasmania teach therapy those tina tolerance unicef verses veterans voluntary
wars ways willed wry
""",
    2.75: """
abdul activist activists adjunct advocate aiding authority benign brave briefs broadly bullying busted calmed calmly
campaigned central childish columnist commentaries compassion congressman containment counselor daddy debating deemed
deposed diagnosis discouraged donald donate donations enacted endowed fig florida flourishing foundation francis
functioning gabrielle gatherings gazette governing guantanamo homework ideological intellectuals itf joanne legislator
levin lgbtq luther mcguire mcmillan mealtime memo mock monument morals nadu naia nehru neutrality norms numb nur obeyed
opined org outrage pac pacing padded parent parental peacefully peggy philanthropist phones politician populace
preparing presidency program prohibiting psychological put questioning reasoned regulate regulates repealed respecting
restrain sanity scientology spike spreads stress stressed stuart supervising synod tasmanian teachers telangana thayer
trusts turnout urges virginia
""",
    3.0: """
administer administrator anxiety appointments arlington authoritarian benevolent bharatiya carlson cause chaired
championed cheney childless clergy clergyman compassionate coping corpus csa dictatorship diocesan diocese disciplined
dona encouraged facilitate facilitating families fascist fed flu frankly headlines honoring huffington influencing
intervene justification kayla leftist legislators legislatures libertarian mandates minds mussolini neuroscience openly
oversaw oversees pastor planners policing politically pradesh presiding proclamation queer readiness reassuring
regulating rule sabha salman sane secretary senator sensible shri shrugged skepticism spread staffed standardized
statue swelled sympathetic theodore tolerate vernon welfare
""",
    3.25: """
activism administration administrations advocated alzheimer bihar brains bravery caf cares cdc chaplain clerical coa
conservative conservatives consultative coulter courageous diagnosed dioceses dudley encouragement encourages
encouraging faa force freedoms governmental governors helping homosexuality interventions kathmandu liberals
mobilization mobilized mocked mocking morale nepali overseen pamphlets panchayat pinkett pol presided psychology quezon
reforming sarcasm sarcastic satirical seminary state stops taxpayer tennessee visitation volunteer volunteers wendell
""",
    3.5: """
administering administrators bureaucracy burke charitable cnn cops counseling cynical dementia empathy figurative funk
govern governor gubernatorial instituted janata law lgbt liberties mandate meeting miles mustered nonprofit pulpit
rhetoric supportive tucker vargas
""",
    3.75: """
advocating capitol deputies facilitated gay gov intervening lectured pamphlet philanthropic philanthropy pope
psychologist subcommittee tweets volunteered youth
""",
    4.0: """
convened distracted fairfax fascism funniest psychologists ted
""",
    4.25: """
advocacy bust fbi fcc intervened liberalism lobbied mandated mentally parents prelate therapist
""",
    4.5: """
federal federally govt reagan trump
""",
    4.75: """
transgender women
""",
    5.0: """
kids parenting
""",
}
